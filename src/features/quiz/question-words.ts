import { type Answer, isSame } from '../../core/teach/moment.ts';
import { typedAnswer } from '../../core/teach/typed-answer.ts';
import { answerText, rightText } from '../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../output/question-text/feedback-texts.ts';
import { hintTexts } from '../../output/question-text/hint-texts.ts';
import { lookText } from '../../output/question-text/look-text.ts';
import { questionText } from '../../output/question-text/question-text.ts';
import { safeText } from '../../output/safe-text.ts';
import type { QuizQuestion } from './quiz.ts';

/** What is asked. Where a lab goes on after what is asked about, it says when. */
export function askedText({ question, isAtEnd, lab }: QuizQuestion): string {
  const when = !isAtEnd ? '' : lab.lab.events.length > 0 ? 'All of that has happened. ' : 'All links are made. ';
  return safeText(`${when}${questionText(question)}`);
}

/** What can be chosen, in the order of the choices; none where the answer is typed. */
export function choiceTexts({ question }: QuizQuestion): string[] {
  return question.choices.map((answer) => safeText(answerText(question, answer)));
}

/**
 * An answer as it is given and kept in a result file: the text of a choice, or what is typed, a number or the
 * numbers of a table.
 */
export function answerTextOf({ question }: QuizQuestion, answer: Answer): string {
  if (question.choices.length > 0) return safeText(answerText(question, answer));
  if (answer.is === 'ports') return answer.ports.join(' ');
  return answer.is === 'port' ? `${answer.port}` : answer.is === 'count' ? `${answer.count}` : '';
}

/** The answer that such a text means; undefined where it is none. */
export function answerGiven(asked: QuizQuestion, text: string): Answer | undefined {
  const { question } = asked;
  if (question.choices.length === 0) return typedAnswer(question, text);
  return question.choices[choiceTexts(asked).indexOf(text)];
}

/** The right answer as a sentence. */
export function rightSentence({ question }: QuizQuestion): string {
  return safeText(rightText(question));
}

/** Why the right answer is right: the rule, and where it is seen. */
export function explanation({ question }: QuizQuestion): string[] {
  return [hintTexts(question)[1], lookText(question)].map(safeText);
}

/** What is said of an answer that is wrong, without what would give the right one away. */
export interface WrongWords {
  /** `Not port 10001.` */
  readonly verdict: string;
  /** Why it is not so: the fact against the belief, or the rule where no belief gives that answer. */
  readonly fact: string;
  /** The id of the belief or slip that gives that answer. */
  readonly belief?: string;
}

/** The words on a wrong answer. */
export function wrongWords({ question }: QuizQuestion, answer: Answer): WrongWords {
  const { verdict, fact = hintTexts(question)[1] } = feedbackTexts(question, answer);
  const belief = question.wrong.find((wrong) => isSame(wrong.answer, answer))?.belief;
  return { verdict: safeText(verdict), fact: safeText(fact), ...(belief && { belief: belief.id }) };
}
