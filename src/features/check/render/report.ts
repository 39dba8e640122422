import type { Severity } from '../../../core/checks/finding.ts';
import type { Rule } from '../../../output/notice.ts';

/** What formats for machines say in addition to the findings. */
export interface CheckReport {
  /** Version of niostat. */
  readonly version: string;
  /** Every check that ran. */
  readonly rules: readonly Rule[];
  /** The mildest finding that counts as a failure. */
  readonly failOn: Severity;
  readonly startedAt: Date;
  /** Of the paths of this system. */
  readonly pathSeparator: '/' | '\\';
}
