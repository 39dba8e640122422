import type { Finding, Severity } from '../../core/checks/finding.ts';
import type { CheckResult } from '../../features/check/check.ts';

/** What is said of a line of the lab: a problem of the reader, or a finding of a check. */
export interface Remark {
  readonly severity: Severity;
  readonly message: string;
  /** From 1; absent where it is about the whole text. */
  readonly line?: number;
  readonly column?: number;
  /** Of a finding; `niostat explain` tells more about its id. */
  readonly finding?: Finding;
}

/** The findings of a check as remarks at their lines, worst first. */
export function remarksOf({ findings }: Pick<CheckResult, 'findings'>): Remark[] {
  return findings.map((finding) => {
    const { severity, message, location } = finding;
    return { severity, message, finding, ...(location && { line: location.line, column: location.column }) };
  });
}
