import type { UnreadableLab } from '../../../core/lab/unreadable-lab.ts';
import type { Notice, Rule } from '../../../output/notice.ts';
import { renderProblems } from '../../../output/problems.ts';
import { uniqueLocations } from './unique-locations.ts';

const ID = 'unreadable-lab';

/** What the formats for machines say of files that cannot be read, none of which a check has seen. */
export const UNREADABLE_RULE: Rule = {
  id: ID,
  name: ID,
  severity: 'error',
  title: 'A file cannot be read as a lab, or a folder has none',
  pagePath: 'docs/EXIT-CODES.md',
  page: `# ${ID}

error. A file cannot be read as a lab, or a folder or a pattern has no lab:
nothing of it was checked, and nothing is known of it.

## What to do
Mend the lines that are named, or name the files that are labs. niostat ends
with 2 until then, whatever else was found.
`,
};

/**
 * One notice for each file, at its first error: a reader meets one cause with many lines, and the notice
 * stays the same one while these are mended.
 */
export function unreadableNotices(unreadable: readonly UnreadableLab[] = []): Notice[] {
  return unreadable.map(({ file, message, problems }) => {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const [, ...others] = uniqueLocations(errors.map(({ location }) => location));
    return {
      ruleId: ID,
      ruleName: ID,
      severity: 'error',
      message: first === undefined ? message : `${message}: ${first.message}`,
      details: problems.length > 1 ? renderProblems(problems).split('\n') : [],
      location: first?.location,
      file,
      related: others,
      subject: [],
    };
  });
}
