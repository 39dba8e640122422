import type { SocketState } from '../../core/trace/trace-state.ts';
import { type Masks, masksAt } from './masks.ts';
import type { AskScreen, LessonScreen } from './prepared.ts';

/** A cell that is to be filled in. */
const BLANK = '____';

/**
 * What a table on paper does not show: all that any question of the lesson asks for, also after that
 * question, for a sheet cannot be turned over in between.
 */
export function paperMasks(screens: readonly LessonScreen[], screen: LessonScreen): Masks {
  const step = paperStep(screens, screen);
  const masks = masksAt({ screens, screen, isOpen: true, step, isPaper: true });
  const asked = screens.filter((one): one is AskScreen => one.does === 'ask');
  const isAsked = askedPorts(asked);
  const { sockets } = screen.lab.stepper.stateAt(step);
  const hidden = sockets.filter(isAsked);
  const likeAsked = new Set(sendersLikeAsked(asked, screen, step, sockets));
  const isNextPort = ({ labKey, question: { subject, step: at } }: AskScreen): boolean =>
    labKey === screen.labKey && subject.ask === 'next port' && at <= step;
  return {
    ...masks,
    sign: BLANK,
    sendsTo: (socket) => masks.sendsTo(socket) || likeAsked.has(socket),
    hidesNextPort: masks.hidesNextPort || hidden.length > 0 || asked.some(isNextPort),
    ports: new Set([...masks.ports, ...hidden.map(({ index }) => index)]),
    peers: new Set([...masks.peers, ...sockets.filter((one) => hidden.some(isPeerOf(one))).map(({ index }) => index)]),
  };
}

/**
 * The step that a table on paper shows: where it is counted how many rows there are, or will be, no later
 * table of that lab has them.
 */
export function paperStep(screens: readonly LessonScreen[], { labKey, step }: LessonScreen): number {
  const counted = screens.flatMap((one) => {
    if (one.does === 'say' || one.labKey !== labKey || !COUNTS.has(one.asked.ask)) return [];
    return one.step < one.question.step ? [one.step] : [];
  });
  return Math.min(step, ...counted);
}

const COUNTS: ReadonlySet<string> = new Set(['count rows', 'count ports']);

/** The same end with the same port is asked for, in this lab or in another version of it. */
function askedPorts(asked: readonly AskScreen[]): (socket: SocketState) => boolean {
  const keyOf = ({ end, role, port }: SocketState): string => JSON.stringify([end, role, port]);
  const keys = asked.flatMap(({ question: { subject } }): string[] => {
    if (subject.ask === 'port') return [keyOf(subject.socket)];
    return subject.ask === 'ports' ? subject.sockets.map(keyOf) : [];
  });
  const known = new Set(keys);
  return (socket) => known.has(keyOf(socket));
}

/**
 * What is sent from one machine to one address from one port comes out at one place: one row tells of the
 * other.
 */
function sendersLikeAsked(
  asked: readonly AskScreen[],
  { labKey }: LessonScreen,
  step: number,
  sockets: readonly SocketState[],
): number[] {
  return asked.flatMap((one) => {
    const { subject, step: at } = one.question;
    if (one.labKey !== labKey || at > step || subject.ask !== 'receiver') return [];
    const { local, remote, machine } = subject.socket;
    const isAlike = (socket: SocketState): boolean =>
      socket.local === local && socket.remote === remote && socket.machine === machine;
    return sockets.filter(isAlike).map(({ index }) => index);
  });
}

/** Foreign addresses show the port of the other side. */
function isPeerOf(one: SocketState): (hidden: SocketState) => boolean {
  return (hidden) => hidden !== one && hidden.link === one.link && one.remote?.endsWith(`:${hidden.port}`) === true;
}
