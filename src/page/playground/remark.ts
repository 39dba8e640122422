import type { Finding, Severity } from '../../core/checks/finding.ts';
import type { CheckResult } from '../../features/check/check.ts';

/** What is said of a line of the lab: a problem of the reader, or a finding of a check. */
export interface Remark {
  readonly severity: Severity;
  readonly message: string;
  /** From 1; absent where it is about the whole text. */
  readonly line?: number;
  readonly column?: number;
  readonly finding?: Finding;
}

/** The findings of a check at their lines, worst first; without notes that nearly every lab has. */
export function remarksOf({ findings }: Pick<CheckResult, 'findings'>): Remark[] {
  const own = findings.filter(({ isUsual }) => isUsual !== true);
  return own.map((finding) => {
    const { severity, message, location } = finding;
    return { severity, message, finding, ...(location && { line: location.line, column: location.column }) };
  });
}

/** The remark that a line shows: the worst of them. */
export function remarkOfLine(remarks: readonly Remark[]): ReadonlyMap<number, Remark> {
  const byLine = new Map<number, Remark>();
  for (const severity of ['error', 'warning', 'note'] as const) {
    for (const remark of remarks) {
      if (remark.severity === severity && remark.line !== undefined && !byLine.has(remark.line))
        byLine.set(remark.line, remark);
    }
  }
  return byLine;
}
