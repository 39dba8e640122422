import type { Answer } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { wrongText } from './answer-text.ts';
import { lookText } from './look-text.ts';

/** What is said of a wrong answer: that it is wrong, why, and where the right one is seen. */
export interface FeedbackTexts {
  readonly verdict: string;
  /** Absent for an answer that no belief gives. */
  readonly fact?: string;
  readonly look: string;
}

/** The feedback on a wrong answer. */
export function feedbackTexts(question: Question, answer: Answer): FeedbackTexts {
  const { moment, subject, wrong } = question;
  const given = JSON.stringify(answer);
  const belief = wrong.find((one) => JSON.stringify(one.answer) === given)?.belief;
  const socket = 'socket' in subject ? subject.socket : undefined;
  const fact = belief?.fact(moment, socket, subject.ask);
  return { verdict: wrongText(question, answer), ...(fact && { fact }), look: lookText(question) };
}
