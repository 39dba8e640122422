import type { CheckContext } from './context.ts';
import type { FindingDetails, Severity } from './finding.ts';

/**
 * One rule about labs: a pure function of what the lab says, what is given out, and what the kernel makes of
 * it.
 */
export interface Check {
  /** Stable; never used again for another rule. */
  readonly id: string;
  readonly slug: string;
  readonly severity: Severity;
  /** What is wrong when it reports, in one line. */
  readonly title: string;
  find(context: CheckContext): Iterable<FindingDetails>;
}
