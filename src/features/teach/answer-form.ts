import type { Question } from '../../core/teach/question.ts';
import type { AskScreen } from './prepared.ts';

/** How a question is answered where the lesson says nothing of it. */
export function usualForm({ right, choices }: Question): AskScreen['as'] {
  if (right.is === 'ports') return 'table';
  return choices.length >= 2 ? 'choice' : 'number';
}

/** Why a question cannot be answered in this form, in a clause; undefined if it can. */
export function formFault(as: AskScreen['as'], { right, choices }: Question): string | undefined {
  if (as === 'choice')
    return choices.length >= 2
      ? undefined
      : 'there is no wrong answer to choose: name beliefs or slips, or write as: number';
  const isTable = right.is === 'ports';
  if ((as === 'table') !== isTable)
    return isTable ? 'these are several numbers: write as: table' : 'this is one answer: write as: number or choice';
  const isNumber = isTable || right.is === 'port' || right.is === 'count';
  return isNumber ? undefined : 'the answer is no number: write as: choice';
}
