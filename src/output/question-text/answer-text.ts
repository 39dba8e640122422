import type { Answer, SocketAsk } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { socketAt, socketText } from './socket-text.ts';

/** An answer to choose: no sentence, no full stop. */
export function answerText(question: Question, answer: Answer): string {
  switch (answer.is) {
    case 'port':
      return `port ${answer.port}`;
    case 'ports':
      return portsText(question, answer.ports);
    case 'count':
      return `${answer.count}`;
    case 'works':
      return holderOf(question) === undefined ? 'it works' : 'both have the port, without a message';
    case 'refused':
      return 'refused: Dynamips answers 206';
    case 'other port':
      return `it gets port ${answer.port} instead`;
    case 'receivers':
      return placesText(question, answer.sockets);
    case 'senders':
      return sendersText(question, answer);
  }
}

/** The right answer as a sentence: `At R2 f0/0.` */
export function rightText(question: Question): string {
  return sentence(answerText(question, question.right));
}

/** That an answer is wrong: `Not at both.` */
export function wrongText(question: Question, answer: Answer): string {
  switch (answer.is) {
    case 'port':
      return `Not port ${answer.port}.`;
    case 'ports':
      return `Not ${portsText(question, answer.ports)}.`;
    case 'count':
      return `Not ${answer.count}.`;
    case 'works':
      return 'The bind does not work.';
    case 'refused':
      return 'The bind is not refused.';
    case 'other port':
      return `Not port ${answer.port}.`;
    case 'receivers':
      if (answer.sockets.length === 0) return 'The frame is not lost.';
      if (answer.sockets.length === 2) return 'Not at both.';
      return answer.sockets.length > 2 ? 'Not at all of them.' : `Not ${placeText(question, answer.sockets[0] ?? 0)}.`;
    case 'senders':
      if (answer.sockets.length === 0) return `${askedName(question)} hears something.`;
      return answer.oneIn > 1
        ? `Not ${share(answer.oneIn)} of the frames.`
        : `Not ${namesOf(question, answer.sockets)}.`;
  }
}

/** Where the answer is seen on the screen of its step. */
export function lookText(question: Question): string {
  const { subject, step } = question;
  switch (subject.ask) {
    case 'count rows':
      return `Look: the rows that are ${subject.stopped === undefined ? 'there' : 'left'} at step ${step}.`;
    case 'count ports':
      return `Look: the local ports of ${subject.link === undefined ? 'all rows' : 'this link'} at step ${step}.`;
    case 'ports':
      return `Look: the local ports of ${listed(subject.sockets.map(socketText))} at step ${step}.`;
    case 'next port':
      return `Look: the next port of ${subject.hypervisor.hypervisor} at step ${step}.`;
    default:
      return lookAtSocket(question, subject.ask, subject.socket);
  }
}

function lookAtSocket({ moment, right, step }: Question, ask: SocketAsk, socket: SocketState): string {
  const name = socketText(socket);
  if (ask === 'port') {
    const give = moment.events.find((event) => event.event === 'give' && event.end === socket.end);
    const counter = give?.event === 'give' && give.after !== undefined && `${give.before} to ${give.after}`;
    if (counter) return `Look: the counter of ${socket.hypervisor} goes from ${counter} at step ${step}.`;
  }
  if (right.is !== 'receivers') {
    const column = ask === 'hears' ? ', under "Hears"' : '';
    return `Look: the row of ${name} at step ${step}${column}.`;
  }
  const [receiver] = right.sockets;
  if (receiver === undefined) return `Look: no row hears ${name} at step ${step}.`;
  const hearer = receiver === socket.index ? 'itself' : name;
  return `Look: ${socketAt(moment.after, receiver)} hears ${hearer} at step ${step}.`;
}

function portsText({ subject }: Question, ports: readonly number[]): string {
  const sockets = subject.ask === 'ports' ? subject.sockets : [];
  return listed(sockets.map((socket, index) => `${socketText(socket)} port ${ports[index]}`));
}

function askedName({ subject }: Question): string {
  return 'socket' in subject ? socketText(subject.socket) : 'an end';
}

function holderOf({ subject }: Question): number | undefined {
  return 'socket' in subject ? subject.socket.holder : undefined;
}

function placesText(question: Question, sockets: readonly number[]): string {
  const [first, second] = sockets;
  if (first === undefined) return 'nowhere: it is lost';
  const places = listed(sockets.map((index) => placeText(question, index)));
  if (second !== undefined) return `${places}, a copy each`;
  return isOwn(question, first) ? `${places}: it comes back` : places;
}

function placeText({ moment }: Question, index: number): string {
  return `at ${socketAt(moment.after, index)}`;
}

function isOwn({ subject }: Question, index: number): boolean {
  return 'socket' in subject && subject.socket.index === index;
}

function sendersText(question: Question, { sockets, oneIn }: { sockets: readonly number[]; oneIn: number }): string {
  if (sockets.length === 0) return 'nothing';
  const names = namesOf(question, sockets);
  return oneIn > 1 ? `${share(oneIn)} of what ${names} ${sockets.length === 1 ? 'sends' : 'send'}` : names;
}

function namesOf({ moment }: Question, sockets: readonly number[]): string {
  return listed(sockets.map((index) => socketAt(moment.after, index)));
}

function share(oneIn: number): string {
  return oneIn === 2 ? 'half' : `one in ${oneIn}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
