import { InputError } from '../../core/errors/input-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import { didYouMean } from '../../core/text/nearest-word.ts';
import type { Question } from './questions/question.ts';

/** Which questions to ask. */
export interface Choice {
  /** Ids of the questions to ask; all that are not on request if there are none. */
  readonly only?: readonly string[] | undefined;
  /** Ids of questions to leave out. */
  readonly skip?: readonly string[] | undefined;
  /** Asks those that do something on the hypervisors too. */
  readonly rehearse?: boolean | undefined;
}

/**
 * @internal The questions to ask about labs, in the order of `all`. Throws `InputError` for a question that
 * does not exist, and if none is left.
 */
export function chooseQuestions(
  all: readonly Question[],
  labs: readonly Lab[],
  { only = [], skip = [], rehearse = false }: Choice,
): readonly Question[] {
  const ids = all.map(({ id }) => id);
  const unknownId = [...only, ...skip].find((id) => !ids.includes(id));
  if (unknownId !== undefined) {
    throw new InputError('UNKNOWN_QUESTION', `there is no question "${unknownId}"${didYouMean(unknownId, ids)}`, {
      next: `the questions are ${ids.join(', ')}`,
    });
  }
  const chosen = all.filter((question) => {
    const { id, onRequest } = question;
    if (skip.includes(id)) return false;
    if (only.includes(id)) return true;
    if (!concerns(question, labs)) return false;
    return onRequest ? rehearse : only.length === 0;
  });
  if (chosen.length > 0) return chosen;
  throw new InputError('UNKNOWN_QUESTION', 'no question is left to ask', { next: 'skip fewer; --list names them' });
}

/** @internal False if a question is about none of the labs. */
export function concerns({ isAbout }: Question, labs: readonly Lab[]): boolean {
  return isAbout === undefined || labs.some(isAbout);
}
