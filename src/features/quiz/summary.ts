import { isSame } from '../../core/teach/moment.ts';
import { REFUTED_AT, type RefutedAt } from '../../core/teach/refuted-at.ts';
import { answerGiven, wrongWords } from './question-words.ts';
import type { Quiz } from './quiz.ts';
import type { GivenAnswer } from './quiz-state.ts';

/** How a quiz went. */
export interface QuizSummary {
  readonly count: number;
  readonly answered: number;
  readonly rightAtFirst: number;
  readonly rightLater: number;
  /** Wrong ideas behind the answers, the most frequent first. */
  readonly met: readonly MetBelief[];
}

interface MetBelief {
  /** The id of the belief or slip. */
  readonly belief: string;
  readonly times: number;
  /** Numbers of the questions. */
  readonly questions: readonly number[];
  /** Why it is not so, as it was said of the first of these questions. */
  readonly fact: string;
  /** Where it is to be seen; absent for a slip. */
  readonly refuted?: RefutedAt;
}

/** How the answers to a quiz went, and what is to be looked at again. */
export function summaryOf(quiz: Quiz, given: readonly GivenAnswer[]): QuizSummary {
  const met = new Map<string, MetBelief>();
  let [answered, rightAtFirst, rightLater] = [0, 0, 0];
  for (const asked of quiz.questions) {
    const answers = given.filter(({ q }) => q === asked.number).map(({ value }) => answerGiven(asked, value));
    const right = answers.findIndex((answer) => answer !== undefined && isSame(answer, asked.question.right));
    if (answers.length > 0) answered++;
    if (right === 0) rightAtFirst++;
    if (right > 0) rightLater++;
    for (const answer of answers) {
      if (answer === undefined || isSame(answer, asked.question.right)) continue;
      const { belief, fact } = wrongWords(asked, answer);
      if (belief !== undefined) met.set(belief, metAgain(met.get(belief), belief, fact, asked.number));
    }
  }
  const sorted = [...met.values()].sort((a, b) => b.times - a.times);
  return { count: quiz.count, answered, rightAtFirst, rightLater, met: sorted };
}

function metAgain(before: MetBelief | undefined, belief: string, fact: string, question: number): MetBelief {
  const refuted = REFUTED_AT[belief];
  const questions = [...new Set([...(before?.questions ?? []), question])];
  return {
    belief,
    times: (before?.times ?? 0) + 1,
    questions,
    fact: before?.fact ?? fact,
    ...(refuted === undefined ? {} : { refuted }),
  };
}
