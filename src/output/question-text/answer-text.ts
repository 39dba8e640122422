import { portListText, portRanges } from '../../core/address/port-ranges.ts';
import type { Answer } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { listed } from '../../core/text/listed.ts';
import { socketAt, socketText } from './socket-text.ts';
import { areBoth } from './thing-text.ts';

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
      return question.subject.ask === 'clash' ? 'the second one is refused' : 'refused: Dynamips answers 206';
    case 'other port':
      return `${otherName(question)} gets port ${answer.port} instead`;
    case 'receivers':
      return placesText(question, answer.sockets);
    case 'senders':
      return sendersText(question, answer);
    case 'state':
      return STATES[answer.state];
    case 'peer':
      return answer.address;
    case 'fits':
      return `local port ${answer.local}, sends to ${answer.remote}`;
    case 'broken':
      return brokenText(question, answer.links);
    case 'clash':
      return clashText(question, answer.isClash);
    case 'let in':
      return letInText(answer.ports);
    case 'base':
      return `base ${answer.base}`;
    case 'statement':
      return statementText(question, answer.place);
  }
}

/** The right answer as a sentence: `At R2 f0/0.` */
export function rightText(question: Question): string {
  return sentence(answerText(question, question.right));
}

/** That an answer is wrong: `Not at both.` */
export function wrongText(question: Question, answer: Answer): string {
  switch (answer.is) {
    case 'works':
      return 'The bind does not work.';
    case 'refused':
      return question.subject.ask === 'clash' ? 'No console is refused.' : 'The bind is not refused.';
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
    case 'state':
      return answer.state === 'no row' ? `${askedName(question)} has a row.` : `Not ${answer.state}.`;
    case 'broken':
      return notBrokenText(question, answer.links);
    case 'clash':
      return notClashText(question, answer.isClash);
    case 'statement':
      return 'That is not so.';
    default:
      return `Not ${answerText(question, answer)}.`;
  }
}

const STATES = {
  ESTABLISHED: 'ESTABLISHED',
  UNCONN: 'UNCONN: it has no peer',
  'no row': 'there is no row',
} as const;

function portsText({ subject }: Question, ports: readonly number[]): string {
  const sockets = subject.ask === 'ports' ? subject.sockets : [];
  return listed(sockets.map((socket, index) => `${socketText(socket)} port ${ports[index]}`));
}

function brokenText({ moment, subject }: Question, links: readonly number[]): string {
  const isPair = subject.ask === 'verdict' && subject.links.length > 1;
  if (!isPair) return links.length === 0 ? 'yes' : 'no';
  if (links.length === 0) return 'both work';
  return links.length > 1 ? 'neither works' : `${moment.after.links[links[0] ?? 0]?.link} does not work`;
}

function notBrokenText({ moment, subject }: Question, links: readonly number[]): string {
  const isPair = subject.ask === 'verdict' && subject.links.length > 1;
  if (!isPair) return links.length === 0 ? 'The link does not work.' : 'The link works.';
  if (links.length === 0) return 'Not both of them work.';
  return links.length > 1 ? 'Not both are broken.' : `Not ${moment.after.links[links[0] ?? 0]?.link}.`;
}

function clashText({ subject }: Question, isClash: boolean): string {
  if (subject.ask !== 'clash' || !areBoth(subject.things, 'console')) return isClash ? 'yes' : 'no';
  const [{ thing }] = subject.things;
  const port = thing === 'console' ? subject.things[0] : undefined;
  return isClash
    ? `both claim port ${port?.thing === 'console' ? port.port : ''}, and nothing is said`
    : 'each has a port of its own';
}

function notClashText({ subject }: Question, isClash: boolean): string {
  const things = subject.ask === 'clash' ? subject.things : [];
  if (areBoth(things, 'base console')) return isClash ? 'They need not differ.' : 'They must differ.';
  return isClash ? 'They do not clash.' : 'They clash.';
}

function letInText(ports: readonly number[]): string {
  const text = portListText(portRanges(ports));
  return ports.length === 0 ? 'none' : `${ports.length === 1 ? 'port' : 'ports'} ${text}`;
}

function statementText({ subject }: Question, place: number): string {
  return (subject.ask === 'true of' && subject.statements[place]?.say) || '';
}

/** Who gets another port: of two consoles the second one. */
function otherName({ subject }: Question): string {
  const other = subject.ask === 'clash' ? subject.things[1] : undefined;
  return other?.thing === 'console' ? other.device.device : 'it';
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
  return /[.!?]$/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
