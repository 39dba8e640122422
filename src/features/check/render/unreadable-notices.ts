import type { UnreadableLab } from '../../../core/lab/unreadable-lab.ts';
import type { Notice, Rule } from '../../../output/notice.ts';
import { renderProblems } from '../../../output/problems.ts';
import { uniqueLocations } from './unique-locations.ts';

const ID = 'unreadable-lab';

/** What the formats for machines say of files that cannot be read: no check, since none was made of them. */
export const UNREADABLE_RULE: Rule = {
  id: ID,
  name: ID,
  severity: 'error',
  title: 'A file cannot be read as a lab, and nothing in it was checked',
};

/**
 * One notice for each file, at its first error: a reader meets one cause with many lines, and the notice stays
 * the same one while these are mended.
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
