import type { Grade } from '../grade.ts';
import type { Answer, BindAnswer, ReceiverAnswer, SituationId } from '../situation.ts';

/** What one system does in every situation. */
export type SystemAnswers = Readonly<Record<SituationId, Answer>>;

/** Where a statement comes from. */
export interface Origin {
  readonly grade: Grade;
  readonly place: string;
}

const NOWHERE: Origin = { grade: 'unknown', place: '' };

/**
 * An answer whose two halves come from one place, unless the second has one of its own. What is `unknown`
 * comes from nowhere.
 */
export function statement(bind: BindAnswer, receiver: ReceiverAnswer, origin: Origin, ofReceiver = origin): Answer {
  return {
    bind: { value: bind, ...(bind === 'unknown' ? NOWHERE : origin) },
    receiver: { value: receiver, ...(receiver === 'unknown' ? NOWHERE : ofReceiver) },
  };
}

export const NOT_ESTABLISHED: Answer = statement('unknown', 'unknown', NOWHERE);
