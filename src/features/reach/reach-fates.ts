import type { FatesOf } from '../../core/words/fate.ts';
import type { ReachState } from './result.ts';

/**
 * What each state of a port tells of what is sent to it. A new state does not compile without its line here.
 */
export const REACH_STATE_FATES: FatesOf<ReachState> = {
  open: ['arrives'],
  unfiltered: ['arrives'],
  closed: ['no socket'],
  filtered: ['lost'],
  'open|filtered': ['not known'],
  'not tried': ['not known'],
};
