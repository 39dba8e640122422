import type { Question } from '../../core/teach/question.ts';
import { answerText } from '../../output/question-text/answer-text.ts';
import type { Known } from './placeholders.ts';

/** What a question and its hints may say of what is asked: what is there already. */
export function wordsBefore({ subject }: Question, socketsBefore: number): Known['ofQuestion'] {
  const socket = 'socket' in subject ? subject.socket : undefined;
  return {
    end: socket?.end,
    hypervisor: socket?.hypervisor,
    port: socket !== undefined && socket.index < socketsBefore ? socket.port : undefined,
  };
}

/** What may be said of it once the answer is shown. */
export function wordsAfter(question: Question): Known['ofQuestion'] {
  const { subject, right, moment } = question;
  const socket = 'socket' in subject ? subject.socket : undefined;
  const endOf = (index: number | undefined): string | undefined => moment.after.sockets[index ?? -1]?.end;
  return {
    end: socket?.end,
    hypervisor: socket?.hypervisor,
    port: socket?.port,
    holder: endOf(socket?.holder ?? holderOfPeer(question)),
    receiver: right.is === 'receivers' ? endOf(right.sockets[0]) : undefined,
    answer: answerText(question, right),
  };
}

/** Of a frame: who was first on the port that it goes to. */
function holderOfPeer({ subject, moment }: Question): number | undefined {
  if (subject.ask !== 'receiver') return undefined;
  const { remote, machine } = subject.socket;
  return moment.after.sockets.find((one) => one.local === remote && one.machine === machine)?.index;
}
