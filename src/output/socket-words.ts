import { someOf } from '../core/text/listed.ts';
import type { SocketState } from '../core/trace/trace-state.ts';
import type { FateName } from './picture/fate-look.ts';
import { shortName } from './short-name.ts';

/** Names that a cell lists before it counts the rest. */
const MOST_HEARD = 4;

/**
 * The fate of the frames that a socket sends, as things are at this step. Undefined as long as its link is
 * not complete, and once it is closed.
 */
export function fateOf({ bind, fate, isClosed }: SocketState): FateName | undefined {
  if (isClosed) return undefined;
  if (bind === 'refused') return 'refused';
  if (fate === undefined) return undefined;
  return fate === 'outside' ? 'unknown' : fate;
}

/** What the column "Sends to" says, and in a few more words why. */
export interface Receiver {
  readonly text: string;
  readonly why?: string;
}

/** Who gets the frames of a socket. `sockets` are those of its state. */
export function receiverOf(socket: SocketState, sockets: readonly SocketState[]): Receiver {
  if (socket.isClosed) return { text: 'closed' };
  if (socket.bind === undefined) return { text: 'no socket yet' };
  if (socket.bind === 'refused') return { text: 'refused: 206', ...refusalOf(socket, sockets) };
  if (socket.fate === undefined) return { text: 'link not ready' };
  switch (socket.fate) {
    case 'peer':
      return { text: peerText(socket, sockets) };
    case 'self':
      return { text: 'itself' };
    case 'other':
      return { text: endOf(socket, sockets[socket.to ?? -1]) };
    case 'outside':
      return { text: 'outside the lab' };
    case 'nobody':
      return { text: 'no receiver', ...(socket.why === undefined ? {} : { why: WHY[socket.why] }) };
    case 'unknown':
      return { text: 'not known' };
  }
}

const WHY: Readonly<Record<NonNullable<SocketState['why']>, string>> = {
  refused: 'it has no socket',
  'no socket': 'that port has no socket',
  'other peer': 'the socket there has another peer',
  closed: 'the socket there was closed',
};

function refusalOf(socket: SocketState, sockets: readonly SocketState[]): Pick<Receiver, 'why'> {
  const holder = sockets[socket.holder ?? -1];
  return holder === undefined ? {} : { why: `${endOf(socket, holder)} has port ${socket.boundPort ?? socket.port}` };
}

function peerText(socket: SocketState, sockets: readonly SocketState[]): string {
  if (socket.role === 'router') return 'its uBridge';
  if (socket.role === 'tunnel') return 'its router';
  return endOf(socket, sockets[socket.to ?? -1]);
}

/** The end that a socket belongs to, as the other socket sees it: with its lab, if that is another one. */
function endOf(from: SocketState, to: SocketState | undefined): string {
  if (to === undefined) return 'its peer';
  const end = shortName(to.end);
  return to.lab === from.lab || to.lab === undefined ? end : `${end} (${shortName(to.lab)})`;
}

/** What the column "Hears" says: whose frames come out here; `-` as long as there is nothing to hear. */
export function hearsText(socket: SocketState, sockets: readonly SocketState[]): string {
  if (socket.isClosed || socket.bind === undefined || socket.bind === 'refused') return '-';
  const heard = socket.hears.map((index) => heardText(socket, sockets[index], sockets));
  if (heard.length === 0) return silence(socket);
  return someOf(heard, MOST_HEARD);
}

function heardText(socket: SocketState, from: SocketState | undefined, sockets: readonly SocketState[]): string {
  if (from?.index === socket.index) return 'itself';
  const isOwnTunnel = from?.end === socket.end && from.lab === socket.lab && socket.role !== 'link';
  return isOwnTunnel ? peerText(socket, sockets) : endOf(socket, from);
}

/** Nothing, unless that is not known. */
function silence({ fate, bind }: SocketState): string {
  if (fate === undefined) return '-';
  return fate === 'unknown' || fate === 'outside' || bind === 'unknown' ? 'not known' : 'nothing';
}
