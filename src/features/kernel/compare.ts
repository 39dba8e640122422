import type { Answer, Situation } from '../../core/kernel/situation.ts';
import type { Observed, SituationResult, SituationVerdict } from './result.ts';

/** Holds what was observed against what is predicted; nothing differs from what is not established. Pure. */
export function compare({ id, title }: Situation, predicted: Answer, observed: Observed): SituationResult {
  return { situation: id, title, verdict: verdictOf(predicted, observed), predicted, observed };
}

function verdictOf({ bind, receiver }: Answer, observed: Observed): SituationVerdict {
  const pairs = [
    [bind.value, observed.bind],
    [receiver.value, observed.receiver],
  ] as const;
  if (pairs.some(([told, seen]) => told !== 'unknown' && told !== seen)) return 'differs';
  return pairs.some(([told, seen]) => told === 'unknown' && seen !== 'unknown') ? 'new' : 'agrees';
}
