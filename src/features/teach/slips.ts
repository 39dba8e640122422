import type { Belief } from '../../core/teach/belief.ts';
import { SLIPS } from '../../core/teach/beliefs.ts';
import { type Answer, isSame } from '../../core/teach/moment.ts';
import type { Question, WrongAnswer } from '../../core/teach/question.ts';
import { shuffled } from '../../core/teach/seeded.ts';
import { typedAnswer } from '../../core/teach/typed-answer.ts';

/** A slip whose placeholders are filled. */
export interface FilledSlip {
  readonly answer: string;
  readonly says: string;
}

/**
 * The question with wrong answers that the lesson has a line of its own for, or the text that is no answer to
 * it. One that equals a slip of niostat takes its place; one that equals the right answer is left out.
 */
export function withSlips(question: Question, slips: readonly FilledSlip[]): Question | { readonly noAnswer: string } {
  if (slips.length === 0) return question;
  let wrong: WrongAnswer[] = [...question.wrong];
  for (const { answer: text, says } of slips) {
    const answer = saidAnswer(question, text);
    if (answer === undefined) return { noAnswer: text };
    if (isSame(answer, question.right)) continue;
    const other = wrong.find((one) => isSame(one.answer, answer));
    if (other !== undefined && !SLIPS.includes(other.belief)) continue;
    const own: Belief = { id: 'slip', fact: () => says };
    wrong = [...wrong.filter((one) => one !== other), { answer, belief: own }];
  }
  // What niostat adds where beliefs give too few is not needed beside the lesson's own.
  const needed = wrong.filter(({ belief }) => belief.id === 'slip' || !SLIPS.includes(belief));
  const choices =
    question.choices.length === 0 ? [] : shuffled([question.right, ...needed.map(({ answer }) => answer)], question.at);
  return { ...question, wrong: needed, choices };
}

/** An answer in the words of a lesson file: `10001`, `nowhere`, `R2 f0/0`, `R1 f0/0 and R2 f0/0`, `refused`. */
function saidAnswer(question: Question, text: string): Answer | undefined {
  const said = text.trim();
  switch (question.right.is) {
    case 'receivers': {
      const sockets = said === 'nowhere' ? [] : namedSockets(question, said);
      return sockets && { is: 'receivers', sockets };
    }
    case 'senders': {
      const sockets = said === 'nothing' ? [] : namedSockets(question, said);
      return sockets && { is: 'senders', sockets, oneIn: 1 };
    }
    case 'works':
    case 'refused':
    case 'other port':
      if (said === 'works' || said === 'refused') return { is: said };
      return /^\d{1,6}$/.test(said) ? { is: 'other port', port: Number(said) } : undefined;
    default:
      return typedAnswer(question, said);
  }
}

function namedSockets({ moment }: Question, text: string): number[] | undefined {
  const { sockets } = moment.after;
  const found = text
    .split(/,| and /)
    .map((name) => sockets.findLast(({ end, role }) => [end, `${end} ${role}`].includes(name.trim()))?.index);
  return found.every((index) => index !== undefined) ? found : undefined;
}
