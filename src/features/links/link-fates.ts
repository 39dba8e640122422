import type { FatesOf } from '../../core/words/fate.ts';
import type { LinkState } from './link-table.ts';

/** What each observed state tells of the frames. A new state does not compile without its line here. */
export const LINK_STATE_FATES: FatesOf<LinkState> = {
  // With peers of one link the newest socket hears its own frames, with peers of two links those of the other
  // link.
  SHARED: ['comes back', 'goes astray'],
  SELF: ['comes back'],
  FOREIGN: ['no socket'],
  CROSSED: ['lost'],
  'HALF-OPEN': ['lost', 'no socket'],
  MISSING: ['no socket'],
  'UNREACHABLE?': ['lost'],
  STALLED: ['lost'],
  'ONE-WAY': ['arrives', 'lost'],
  UNEXPECTED: ['not known'],
  UNKNOWN: ['not known'],
  IDLE: ['arrives'],
  ESTABLISHED: ['arrives'],
};
