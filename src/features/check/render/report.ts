import type { Severity } from '../../../core/checks/finding.ts';
import type { Rule } from '../../../output/notice.ts';
import type { Paths } from '../../../output/report-path.ts';

/** What formats for machines say in addition to the findings. */
export interface CheckReport {
  /** Version of niostat. */
  readonly version: string;
  /** `homepage` of package.json, if there is one: addresses are made from it and from nothing else. */
  readonly homepage?: string | undefined;
  /** Every check that ran. */
  readonly rules: readonly Rule[];
  /** The mildest finding that counts as a failure. */
  readonly failOn: Severity;
  readonly startedAt: Date;
  readonly paths: Paths;
}
