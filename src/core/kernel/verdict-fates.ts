import type { FatesOf } from '../words/fate.ts';
import type { Verdict } from './verdict.ts';

/** What each predicted verdict tells of the frames. A new verdict does not compile without its line here. */
export const VERDICT_FATES: FatesOf<Verdict> = {
  ok: ['arrives'],
  'one-way': ['arrives', 'lost'],
  looped: ['comes back'],
  misdelivered: ['goes astray'],
  dead: ['lost', 'no socket'],
  unknown: ['not known'],
};
