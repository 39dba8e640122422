import type { UnreadableLab } from '../../core/lab/unreadable-lab.ts';
import type { CheckResult } from './check.ts';

/** A result that says as well which files could not be read: whatever else was found, that is not all. */
export function withUnreadable(result: CheckResult, unreadable: readonly UnreadableLab[]): CheckResult {
  return unreadable.length === 0 ? result : { ...result, outcome: 'unreadable', unreadable };
}
