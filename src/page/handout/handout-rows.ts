import { addressParts } from '../../core/address/host-port.ts';
import { listed } from '../../core/text/listed.ts';
import type { LinkState, SocketState, TraceState } from '../../core/trace/trace-state.ts';
import { FATE_LOOK } from '../../output/picture/fate-look.ts';
import { socketText } from '../../output/question-text/socket-text.ts';
import { shortName } from '../../output/short-name.ts';

/** The labs when everything has happened, as both generations of Dynamips run them. */
export interface BothEnds {
  readonly before: TraceState;
  readonly from: TraceState;
}

/** A link with what stands in its lines, by generation where the generations differ. */
export interface HandoutLink {
  readonly number: number;
  readonly name: string;
  readonly ends: readonly HandoutEnd[];
  readonly before: LinkFate;
  readonly from: LinkFate;
}

export interface HandoutEnd {
  readonly name: string;
  readonly local: string;
  readonly foreign: string;
  readonly hearsBefore: string;
  readonly hearsFrom: string;
}

/** What becomes of a link's frames: a sign that is told from the others without colour, and one sentence. */
export interface LinkFate {
  readonly sign: string;
  readonly sentence: string;
}

const NONE = '-';

/** The links that are there in the end, in their order; those without a port with the reason. */
export function handoutLinks({ before, from }: BothEnds): HandoutLink[] {
  const hasHosts = new Set(from.sockets.map(({ machine }) => machine)).size > 1;
  return from.links.flatMap((link, index) => {
    if (link.isRemoved) return [];
    const pairs = shownSockets(from, index).map((socket): [SocketState, SocketState] => [
      before.sockets[socket.index] ?? socket,
      socket,
    ]);
    const ends = pairs.map(([old, now]) => ({
      name: nameOf(now),
      local: both(`${old.boundPort ?? old.port}`, `${now.boundPort ?? now.port}`),
      foreign: both(foreignOf(old, hasHosts), foreignOf(now, hasHosts)),
      hearsBefore: hearsOf(before, old),
      hearsFrom: hearsOf(from, now),
    }));
    return [
      {
        number: link.number,
        name: shortName(link.link),
        ends,
        before: fateOf(before, index, link),
        from: fateOf(from, index, link),
      },
    ];
  });
}

/**
 * The sockets that have a line: of an end with uBridge the link's and the router's. The third one, of the
 * uBridge towards the router, is the router's with the two ports changed about.
 */
function shownSockets({ sockets }: TraceState, link: number): SocketState[] {
  return sockets.filter((socket) => socket.link === link && socket.role !== 'tunnel');
}

/** The socket towards the far end stands for the end. */
function nameOf(socket: SocketState): string {
  const { role: _role, ...plain } = socket;
  return shortName(socketText(socket.role === 'link' ? plain : socket));
}

/** Both where they differ; a socket that was refused has none of its own. */
function both(before: string, from: string): string {
  if (before === from || before === NONE) return from;
  return from === NONE ? before : `${before} | ${from}`;
}

function foreignOf({ remote }: SocketState, hasHosts: boolean): string {
  if (remote === undefined) return NONE;
  return hasHosts ? remote : (addressParts(remote).port ?? remote);
}

function hearsOf({ sockets }: TraceState, socket: SocketState): string {
  if (socket.isClosed) return 'closed';
  if (socket.bind === 'refused') return 'no socket (206)';
  const names = socket.hears.map((index) => {
    const sender = sockets[index];
    if (sender === undefined || index === socket.index) return 'itself';
    return sender.role === 'tunnel' && sender.end === socket.end ? 'its uBridge' : nameOf(sender);
  });
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function fateOf(state: TraceState, index: number, { hasFailed }: LinkState): LinkFate {
  if (hasFailed) return { sign: FATE_LOOK.refused.sign, sentence: 'The link gets no port and is not made.' };
  const sockets = state.sockets.filter(({ link }) => link === index);
  if (sockets.length > 0 && sockets.every(({ fate }) => fate === 'peer'))
    return { sign: FATE_LOOK.peer.sign, sentence: 'Frames pass both ways.' };
  const words = wordsOf(state, sockets);
  if (words.length === 0) return { sign: FATE_LOOK.unknown.sign, sentence: 'Nothing is known of this link.' };
  const worst = SIGNS.find((sign) => words.some((word) => word.sign === sign)) ?? FATE_LOOK.unknown.sign;
  return { sign: worst, sentence: `${listed(words.map(({ text }) => text))}.` };
}

/** Worst first. */
const SIGNS = (['other', 'self', 'refused', 'nobody', 'unknown', 'peer'] as const).map((fate) => FATE_LOOK[fate].sign);

interface Word {
  readonly sign: string;
  readonly text: string;
}

/** What the frames of each end do; of an end with uBridge what each hop does that fails. */
function wordsOf({ sockets: all }: TraceState, sockets: readonly SocketState[]): Word[] {
  const isPlain = sockets.every(({ role }) => role === undefined);
  return sockets
    .filter(({ fate }) => isPlain || fate !== 'peer')
    .map((socket) => {
      const name = sockets.some((other) => other !== socket && other.device === socket.device)
        ? nameOf(socket)
        : shortName(socket.device);
      return wordOf(name, socket, socket.to === undefined ? undefined : all[socket.to]);
    });
}

function wordOf(name: string, { bind, fate, isClosed }: SocketState, receiver: SocketState | undefined): Word {
  if (isClosed) return { sign: FATE_LOOK.refused.sign, text: `${name} has closed` };
  if (bind === 'refused') return { sign: FATE_LOOK.refused.sign, text: `${name} has no socket` };
  switch (fate) {
    case 'peer':
      return { sign: FATE_LOOK.peer.sign, text: `${name}'s frames arrive` };
    case 'self':
      return { sign: FATE_LOOK.self.sign, text: `${name} hears itself` };
    case 'other':
      return {
        sign: FATE_LOOK.other.sign,
        text: `${name}'s frames go to ${receiver === undefined ? 'another end' : nameOf(receiver)}`,
      };
    case 'nobody':
      return { sign: FATE_LOOK.nobody.sign, text: `${name}'s frames are lost` };
    case 'outside':
      return { sign: FATE_LOOK.unknown.sign, text: `${name}'s frames leave the lab` };
    default:
      return { sign: FATE_LOOK.unknown.sign, text: `where ${name}'s frames go is not known` };
  }
}
