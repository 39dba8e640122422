import { consoleRank } from '../../core/teach/console-rank.ts';
import type { Question } from '../../core/teach/question.ts';
import { nameOf } from '../../core/teach/socket-at.ts';
import type { AskScreen, LessonScreen } from './prepared.ts';

/** What stands in a cell that somebody is to predict, on the screen. */
const HIDDEN = '?';

/** What a screen does not show because a question that is still open asks for it. */
export interface Masks {
  /** What stands in a cell in place of what is hidden. */
  readonly sign: string;
  readonly hidesNextPort: boolean;
  /** Places of sockets. */
  readonly ports: ReadonlySet<number>;
  readonly binds: ReadonlySet<number>;
  readonly peers: ReadonlySet<number>;
  sendsTo(socket: number): boolean;
  hears(socket: number): boolean;
  hidesConsole(router: string): boolean;
  /** True where the lesson asks for consoles of this lab. */
  readonly hasConsoles: boolean;
}

/** Where a screen is in its lesson. */
export interface Place {
  readonly screens: readonly LessonScreen[];
  readonly screen: LessonScreen;
  /** True as long as the question of this screen waits for its answer. */
  readonly isOpen: boolean;
  /** The step that is shown. */
  readonly step: number;
  /** True where nothing is ever shown: questions that were asked before hide too. */
  readonly isPaper?: boolean;
}

/**
 * What the questions that are still open hide: the one of this screen, and later ones of the same lab whose
 * answer would be seen at the step that is shown.
 */
export function masksAt({ screens, screen, isOpen, step, isPaper = false }: Place): Masks {
  const ofLab = screens.filter((one): one is AskScreen => one.does === 'ask' && one.labKey === screen.labKey);
  const index = screens.indexOf(screen);
  const others = ofLab.filter((one) => (isPaper || screens.indexOf(one) > index) && one.question.step <= step);
  const own = screen.does === 'ask' && isOpen ? [screen] : [];
  // The lesson has answered the others before; where one comes once more, they would answer it.
  const isAlone = screens.length === 1;
  // What is not there yet needs no hiding.
  const open = [...own.filter(({ question }) => question.step <= step), ...others];
  const asks = (...words: string[]): Question[] =>
    open.filter(({ question }) => words.includes(question.subject.ask)).map(({ question }) => question);
  const sockets = (...words: string[]): ReadonlySet<number> => new Set(asks(...words).flatMap(socketsOf));
  const unread = open.filter((one) => !isRead(one)).map(({ question }) => question);
  const judged = new Set(unread.flatMap(judgedSockets));
  const hidesConsoles = unread.some(({ subject }) => subject.ask === 'clash');
  const [receivers, hearers] = [sockets('receiver'), sockets('hears')];
  const takers = new Set(asks('receiver').flatMap((question) => socketsWith(question, 'local', 'remote')));
  const senders = new Set(asks('hears').flatMap((question) => socketsWith(question, 'remote', 'local')));
  return {
    sign: HIDDEN,
    hidesNextPort: own.some(({ question }) => NEXT_PORT_TELLS.has(question.subject.ask)),
    ports: sockets('port', 'ports'),
    binds: sockets('bind'),
    peers: sockets('peer'),
    sendsTo: (socket) => judged.has(socket) || senders.has(socket) || receivers.has(socket),
    hears: (socket) => judged.has(socket) || takers.has(socket) || hearers.has(socket),
    hidesConsole: (router) =>
      hidesConsoles ||
      asks('console').some((question) => isOf(question.subject, router) || (isAlone && isCounted(question, router))),
    hasConsoles: ofLab.some(({ asked }) => ASKS_OF_CONSOLES.test(`${asked.ask} ${asked.of ?? ''}`)),
  };
}

/** The sockets of which it is asked whether all is well with them. */
function judgedSockets({ subject, moment: { after } }: Question): number[] {
  const onLinks = (isMeant: (link: number) => boolean): number[] =>
    after.sockets.filter(({ link }) => isMeant(link)).map(({ index }) => index);
  switch (subject.ask) {
    case 'fits':
      return [subject.socket.index];
    case 'verdict':
      return onLinks((link) => subject.links.includes(link));
    case 'true of': {
      const named = new Set(subject.statements.flatMap(({ claims: { of } }) => of ?? []));
      const ends = after.sockets.filter((socket) => named.has(socket.end) || named.has(nameOf(socket)));
      return [...ends.map(({ index }) => index), ...onLinks((link) => named.has(after.links[link]?.link ?? ''))];
    }
    default:
      return [];
  }
}

/**
 * Those whose local address is where the frame goes to, or whose peer is the end that hears: one may
 * be the answer.
 */
function socketsWith(
  { subject, moment: { after } }: Question,
  own: 'local' | 'remote',
  asked: 'local' | 'remote',
): number[] {
  const address = 'socket' in subject ? subject.socket[asked] : undefined;
  const peer = 'socket' in subject ? after.sockets.filter(({ link }) => link === subject.socket.link) : [];
  return [...after.sockets.filter((socket) => socket[own] === address), ...peer].map(({ index }) => index);
}

/** True where the lesson asks about what it shows: the answer is seen by who reads it rightly. */
function isRead({ asked, step, question }: AskScreen): boolean {
  return asked.show !== undefined && step >= question.step;
}

/** Questions whose answer the counters give away. */
const NEXT_PORT_TELLS: ReadonlySet<string> = new Set(['port', 'ports', 'next port']);

const ASKS_OF_CONSOLES = /^console|^clash .*console/;

function socketsOf({ subject }: Question): number[] {
  if ('sockets' in subject) return subject.sockets.map(({ index }) => index);
  return 'socket' in subject ? [subject.socket.index] : [];
}

/** True for a console that is counted, but for the first one, which is the base. */
function isCounted({ subject, moment: { after } }: Question, router: string): boolean {
  const device = after.devices.find((one) => one.device === router);
  if (subject.ask !== 'console' || device === undefined) return false;
  return (consoleRank(subject.model, device)?.inLab ?? 0) > 0;
}

function isOf(subject: Question['subject'], router: string): boolean {
  return subject.ask === 'console' && subject.device.device === router;
}
