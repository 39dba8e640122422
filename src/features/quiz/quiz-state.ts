import { type Answer, isSame } from '../../core/teach/moment.ts';
import { answerGiven } from './question-words.ts';
import type { Quiz, QuizQuestion } from './quiz.ts';
import { mostTries } from './result.ts';

/** An answer that was given, as a result file keeps it. */
export interface GivenAnswer {
  /** The number of the question, from 1. */
  readonly q: number;
  readonly value: string;
}

/** A quiz that goes on. What was answered is the state; all else is how it is looked at. */
export interface QuizState {
  readonly given: readonly GivenAnswer[];
  /** The question on the screen, from 1. */
  readonly number: number;
  /** What is typed and not answered yet: of a table the numbers before it too, with a blank behind each. */
  readonly typed: string;
  /** True where the answer of this question was asked for. */
  readonly isShown: boolean;
  /** How many hints of this question are open. */
  readonly hints: number;
  /** True where the lab is to be seen again after the answer, instead of the step. */
  readonly seesLab: boolean;
}

/**
 * Where a question is: `open` before the first answer, `again` after a wrong one that may be mended, `done`
 * after the right one and where it is shown.
 */
export type Phase = 'open' | 'again' | 'done';

/** Where a quiz begins, or goes on behind these answers. */
export function startOf(quiz: Quiz, given: readonly GivenAnswer[] = []): QuizState {
  const last = given.at(-1)?.q ?? 1;
  const state = { ...fresh(last), given };
  const isBehind = given.length > 0 && phaseOf(quiz, state) === 'done' && last < quiz.count;
  return isBehind ? { ...fresh(last + 1), given } : state;
}

/** A question as it comes, with nothing answered. */
export function fresh(number: number): Omit<QuizState, 'given'> {
  return { number, typed: '', isShown: false, hints: 0, seesLab: false };
}

/** The question on the screen. */
export function questionAt({ questions }: Quiz, { number }: Pick<QuizState, 'number'>): QuizQuestion {
  return questions[number - 1] as QuizQuestion;
}

/** What was answered to the question on the screen, in its order. */
export function answersTo({ given, number }: QuizState): string[] {
  return given.filter(({ q }) => q === number).map(({ value }) => value);
}

/** The last answer to the question on the screen. */
export function lastAnswer(quiz: Quiz, state: QuizState): Answer | undefined {
  const value = answersTo(state).at(-1);
  return value === undefined ? undefined : answerGiven(questionAt(quiz, state), value);
}

/** True if the last answer is right. */
export function isRight(quiz: Quiz, state: QuizState): boolean {
  const answer = lastAnswer(quiz, state);
  return answer !== undefined && isSame(answer, questionAt(quiz, state).question.right);
}

export function phaseOf(quiz: Quiz, state: QuizState): Phase {
  const tries = answersTo(state).length;
  if (state.isShown) return 'done';
  if (tries === 0) return 'open';
  return tries >= mostTries(questionAt(quiz, state)) || isRight(quiz, state) ? 'done' : 'again';
}

/** True if there is nothing left to answer. */
export function isOver(quiz: Quiz, state: QuizState): boolean {
  return state.number === quiz.count && phaseOf(quiz, state) === 'done';
}

/** How many questions were right at the first answer. */
export function rightAtFirst(quiz: Quiz, { given }: QuizState): number {
  return quiz.questions.filter((asked) => {
    const first = given.find(({ q }) => q === asked.number);
    const answer = first && answerGiven(asked, first.value);
    return answer !== undefined && isSame(answer, asked.question.right);
  }).length;
}
