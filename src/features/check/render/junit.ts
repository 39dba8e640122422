import { groupBy } from '../../../core/group-by.ts';
import { placeText } from '../../../core/text/place-text.ts';
import { junit, type TestCase, type TestSuite } from '../../../output/junit.ts';
import { fileOf, type Notice, noticeText, type Rule } from '../../../output/notice.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { type CheckResult, isAtLeast } from '../check.ts';
import { findingNotices } from './notices.ts';
import type { CheckReport } from './report.ts';
import { unreadableNotices } from './unreadable-notices.ts';

/**
 * One test suite for each lab file and in it one case for each check, passed ones too. A check fails if it
 * has a finding that makes the exit code 1; milder ones are in the output of the suite. A file that is no
 * lab, such as a server's configuration, has a suite if something was found in it, with these checks only:
 * the others did not look there. A file that could not be read has a suite with one case, which is an error.
 */
export function checkJunit(unsafe: CheckResult, { rules, failOn, startedAt }: CheckReport): string {
  const result = safeResult(unsafe);
  const all = findingNotices(result);
  const labFiles = new Set(result.labs.map(({ file }) => file));
  const files = [...new Set([...labFiles, ...all.flatMap((notice) => fileOf(notice) ?? [])])];
  const noticesIn = groupBy(all, fileOf);
  const suites = files.map((file): TestSuite => {
    const notices = noticesIn.get(file) ?? [];
    const isFailure = (notice: Notice): boolean => isAtLeast(notice, failOn);
    return {
      name: file,
      cases: rules
        .filter(({ id }) => labFiles.has(file) || notices.some(({ ruleId }) => ruleId === id))
        .map((rule) =>
          caseOf(
            rule,
            file,
            notices.filter((notice) => notice.ruleId === rule.id && isFailure(notice)),
          ),
        ),
      output: notices
        .filter((notice) => !isFailure(notice))
        .map(story)
        .join('\n\n'),
    };
  });
  return junit([...suites, ...unreadableSuites(result)], startedAt);
}

function unreadableSuites({ unreadable = [] }: CheckResult): TestSuite[] {
  return unreadable.map((one) => {
    const [notice] = unreadableNotices([one]) as [Notice];
    const { ruleId, message } = notice;
    const outcome = { state: 'error', type: one.code, message, text: story(notice) } as const;
    return { name: one.file, cases: [{ name: ruleId, className: className(one.file), outcome }], output: '' };
  });
}

/** Readers take what is before the last dot for a package. */
function className(file: string): string {
  return `niostat.${file.replaceAll('.', '_')}`;
}

function caseOf({ id, name }: Rule, file: string, failures: readonly Notice[]): TestCase {
  const base = { name: `${id} ${name}`, className: className(file) };
  const [first, ...others] = failures;
  if (first === undefined) return { ...base, outcome: { state: 'passed' } };
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return {
    ...base,
    outcome: {
      state: 'failure',
      type: first.severity,
      message: `${first.message}${more}`,
      text: failures.map(story).join('\n\n'),
    },
  };
}

function story(notice: Notice): string {
  const { severity, ruleId, location } = notice;
  const place = location === undefined ? '' : `${placeText(location)}: `;
  return `${place}${severity}: ${ruleId} ${noticeText(notice)}`;
}
