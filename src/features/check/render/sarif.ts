import { safeResult } from '../../../output/safe-text.ts';
import { sarif } from '../../../output/sarif.ts';
import type { CheckResult } from '../check.ts';
import { noticesOf } from './notices.ts';
import type { CheckReport } from './report.ts';

/** Findings as a SARIF log. Only what people read is made safe: a path must stay the path of the file. */
export function checkSarif({ findings, labs }: CheckResult, { version, rules, pathSeparator }: CheckReport): string {
  const notices = noticesOf(findings).map(({ location, related, ...words }) => ({
    ...safeResult(words),
    location,
    related,
  }));
  return sarif(notices, { version, rules, pathSeparator, fallbackFile: labs[0]?.file });
}
