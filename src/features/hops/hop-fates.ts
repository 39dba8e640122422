import type { LiveState } from '../../core/open-project/live-link.ts';
import type { FatesOf } from '../../core/words/fate.ts';

/**
 * What each state of a link of an open project tells of the frames. Those that `links` has for labs tell the
 * same there. A new state does not compile without its line here.
 */
export const LIVE_STATE_FATES: FatesOf<LiveState> = {
  BROKEN: ['lost', 'no socket'],
  // The left-over process has peers of its own: where it gets the frames, they come out elsewhere.
  ORPHAN: ['goes astray'],
  SHARED: ['comes back', 'goes astray'],
  SELF: ['comes back'],
  FOREIGN: ['no socket'],
  CROSSED: ['lost'],
  'HALF-OPEN': ['lost', 'no socket'],
  MISSING: ['no socket'],
  STALLED: ['lost'],
  'ONE-WAY': ['arrives', 'lost'],
  UNKNOWN: ['not known'],
  // Filters let through, delay or drop: some frames arrive.
  FILTERED: ['arrives', 'lost'],
  SUSPENDED: ['lost'],
  STOPPED: ['no socket'],
  IDLE: ['arrives'],
  ESTABLISHED: ['arrives'],
};
