import { counted } from '../../../core/text/counted.ts';
import { type AnswerState, isBad, type PreflightAnswer } from '../result.ts';
import { type Story, storiesOf } from './stories.ts';

/** `12 questions: 1 failure, 6 ok, 5 not looked at`; what is wrong is counted by its causes. */
export function sumText(answers: readonly PreflightAnswer[]): string {
  const stories = storiesOf(answers);
  const count = (wanted: AnswerState): number => answers.filter(({ state }) => state === wanted).length;
  const told = (wanted: Story['severity']): number => stories.filter(({ severity }) => severity === wanted).length;
  const parts = [
    ...some(told('error'), (number) => counted(number, 'failure')),
    ...some(told('warning'), (number) => counted(number, 'warning')),
    ...some(count('unknown'), (number) => `${number} not determined`),
    ...some(count('ok'), (number) => `${number} ok`),
    ...some(count('skipped'), (number) => `${number} not looked at`),
  ];
  return [counted(answers.length, 'question'), ...(parts.length === 0 ? [] : [parts.join(', ')])].join(': ');
}

/** What was skipped is not good: where nothing else is, neither is the sum. */
export function stateOfAll(answers: readonly PreflightAnswer[]): AnswerState {
  if (answers.some(isBad)) return 'failed';
  if (answers.some(({ state }) => state === 'unknown')) return 'unknown';
  return answers.some(({ state }) => state === 'ok') ? 'ok' : 'skipped';
}

function some(number: number, text: (number: number) => string): string[] {
  return number === 0 ? [] : [text(number)];
}
