import { safeResult } from '../../../output/safe-text.ts';
import { sarif } from '../../../output/sarif.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';
import type { CheckReport } from './report.ts';
import { UNREADABLE_RULE } from './unreadable-notices.ts';

/**
 * Findings as a SARIF log, and a result for each file that could not be read. Only what people read is made
 * safe: a path must stay the path of the file.
 */
export function checkSarif(result: CheckResult, { version, homepage, rules, paths }: CheckReport): string {
  const { unreadable = [], unanswered = [] } = result;
  const notices = noticesOf(result).map(({ location, file, related, ...words }) => ({
    ...safeResult(words),
    location,
    file,
    related,
  }));
  return sarif(notices, {
    version,
    homepage,
    rules: unreadable.length === 0 ? rules : [...rules, UNREADABLE_RULE],
    isComplete: unreadable.length === 0 && unanswered.length === 0,
    paths,
  });
}
