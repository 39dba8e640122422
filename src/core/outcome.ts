/**
 * How an operation ended: nothing is wrong; something is; or what was asked could not be seen. Every result
 * has one, and the exit code follows from it (docs/EXIT-CODES.md).
 */
export type Outcome = 'clean' | 'findings' | 'unknown';

/** Of an operation on many files that goes on where one of them cannot be read: then this is said. */
export type OutcomeOfFiles = Outcome | 'unreadable';

/** What could not be seen weighs more than what was found: the findings are then not all there may be. */
export function outcomeOf({ unknown = false, findings }: { unknown?: boolean; findings: boolean }): Outcome {
  return unknown ? 'unknown' : findings ? 'findings' : 'clean';
}
