import { counted } from '../../../core/text/counted.ts';
import type { Seen } from '../exercise.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import type { Judged } from './now.ts';

/** Every program that a killed server has left has ended. */
export function judgeOrphans({ staged, files }: Pick<Seen, 'staged' | 'files'>): Judged {
  const left = serverStateOf(staged, files)?.programs.filter(({ isLeft }) => isLeft).length ?? 0;
  return { isReached: left === 0, now: left === 0 ? 'none is left' : `${counted(left, 'program')} left` };
}
