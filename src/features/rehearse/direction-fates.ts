import type { FatesOf } from '../../core/words/fate.ts';
import type { DirectionVerdict } from './result.ts';

/**
 * What each verdict of a rehearsal tells of the frames. A new verdict does not compile without its line here.
 */
export const DIRECTION_FATES: FatesOf<DirectionVerdict> = {
  delivered: ['arrives'],
  elsewhere: ['goes astray'],
  looped: ['comes back'],
  lost: ['lost'],
  'not-created': ['no socket'],
  'not-tried': ['not known'],
};
