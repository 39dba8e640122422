import type { PracticeAct } from '../../core/teach/result-file.ts';
import type { Staged } from './exercise.ts';

/** Why no practice can have noted these acts in this order, in a clause; undefined if one can. */
export function orderFault(staged: Staged, log: readonly PracticeAct[]): string | undefined {
  if (log[0]?.do !== 'start') return 'the log does not begin with a start';
  let hints = 0;
  for (const [index, act] of log.entries()) {
    if (act.do === 'hint') hints++;
    const fault = timeFault(act, log[index - 1]) ?? actFault(act, staged, hints);
    if (fault !== undefined) return `act ${index + 1} of the log: ${fault}`;
  }
  return undefined;
}

function timeFault(act: PracticeAct, before: PracticeAct | undefined): string | undefined {
  if (!Number.isSafeInteger(act.s) || act.s < 0) return 'its seconds are no whole number';
  if (before === undefined) return undefined;
  if (act.s < before.s) return 'seconds go backwards';
  return before.do === 'quit' && act.do !== 'start' ? 'something was done after the end' : undefined;
}

/** `hints`: how many were taken, this one included. */
function actFault(act: PracticeAct, { files, trouble }: Staged, hints: number): string | undefined {
  switch (act.do) {
    case 'hint':
      return act.n === hints ? undefined : 'hints come one after the other';
    case 'save':
      return files.some(({ name }) => name === act.file) ? undefined : 'the exercise has no such file';
    case 'program ended':
    case 'program started':
      return trouble.some((one) => one.trouble === 'held port') ? undefined : 'there is no other program';
    default:
      return undefined;
  }
}
