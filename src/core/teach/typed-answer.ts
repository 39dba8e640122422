import type { Answer } from './moment.ts';
import type { Question } from './question.ts';
import { saidAnswer } from './said-answer.ts';

/**
 * The answer that somebody has typed: a number, or the numbers of a table with blanks or commas between them.
 * Undefined where the text is none, or has more or fewer numbers than are asked for.
 */
export function typedAnswer({ moment, subject, right }: Question, text: string): Answer | undefined {
  const answer = saidAnswer(moment, subject, text);
  return answer?.is === right.is ? answer : undefined;
}
