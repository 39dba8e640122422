import type { SocketState, TraceState } from '../trace/trace-state.ts';
import type { Belief } from './belief.ts';
import type { Answer } from './moment.ts';
import { atDestination, isOpen, onSamePort, peerOf, sendersTo } from './socket-peers.ts';

/** "Two programs on one port always get an error." */
export const errorAlways: Belief = {
  id: 'error-always',
  bind: (_moment, { holder }) => (holder === undefined ? undefined : { is: 'refused' }),
  fact: () => 'From 0.2.18 on both sockets set SO_REUSEADDR. Linux lets both have the port, without a message.',
};

/** "The second bind works without a word", which it does from 0.2.18 on. */
export const sharedAlways: Belief = {
  id: 'shared-always',
  bind: (_moment, { holder }) => (holder === undefined ? undefined : { is: 'works' }),
  fact: () => 'Up to 0.2.17 Dynamips does not set SO_REUSEADDR. Linux refuses the second bind.',
};

/** "The socket that was there first keeps the frames." */
export const firstKeeps: Belief = {
  id: 'first-keeps',
  receiver({ after }, socket) {
    const [first, second] = atDestination(after, socket);
    return first === undefined || second === undefined ? undefined : receivers([first]);
  },
  hears({ after }, socket) {
    const [first, second] = onSamePort(after, socket);
    if (second === undefined) return undefined;
    return senders(first?.index === socket.index ? sendersTo(after, socket) : []);
  },
  fact: () =>
    'On Linux a frame goes to the socket that names its sender as peer. ' +
    'If several do, the one connected last gets it, not the first.',
};

/** "Sockets on one port all get a copy, or take turns." */
export const copyForAll: Belief = {
  id: 'copy-for-all',
  receiver({ after }, socket) {
    const all = atDestination(after, socket);
    return all.length < 2 ? undefined : receivers(all);
  },
  hears({ after }, socket) {
    const all = onSamePort(after, socket).length;
    return all < 2 ? undefined : senders(sendersTo(after, socket), all);
  },
  fact: () => 'On Linux a datagram to one address goes to one socket, never to two, and sockets do not take turns.',
};

/** "Sockets on one port can never both work." */
export const onePortIsBroken: Belief = {
  id: 'one-port-is-broken',
  receiver({ after }, socket) {
    const others = onSamePort(after, socket).filter(({ index }) => index !== socket.index);
    const hasOtherPeers = isOpen(socket) && others.every(({ remote }) => remote !== socket.remote);
    return others.length > 0 && hasOtherPeers ? receivers([]) : undefined;
  },
  fact: () => 'On Linux sockets on one port do not disturb each other if their peers differ.',
};

/** "ESTABLISHED means a handshake, so the link works." */
export const establishedIsUp: Belief = {
  id: 'established-is-up',
  receiver({ after }, socket) {
    const peer = peerOf(after, socket);
    return peer === undefined ? undefined : receivers([peer]);
  },
  hears({ after }, socket) {
    const peer = peerOf(after, socket);
    return peer === undefined ? undefined : senders([peer]);
  },
  fact: (_moment, socket) =>
    'ESTABLISHED means that a socket has one fixed peer, not that the two have greeted each other.' +
    (socket?.remote === undefined ? '' : ` This one sends to ${socket.remote}, whichever socket has that port.`),
};

/** "A socket takes what anybody sends to its port." */
export const openDoor: Belief = {
  id: 'open-door',
  receiver({ after }, socket) {
    const [first] = atDestination(after, socket);
    return first === undefined ? undefined : receivers([first]);
  },
  hears: ({ after }, socket) => senders(sendersTo(after, socket)),
  fact: () => 'A connected socket takes frames from its peer only.',
};

/** "When one end goes, the other closes." */
export const stopIsTold: Belief = {
  id: 'stop-is-told',
  'count rows'({ before, after }, { stopped }) {
    if (stopped === undefined) return undefined;
    const gone = new Set(before.sockets.filter((one) => isOpen(one) && !isOpenIn(after, one)).map(({ link }) => link));
    return { is: 'count', count: after.sockets.filter((one) => isOpen(one) && !gone.has(one.link)).length };
  },
  fact: () => 'The other end of a link gets no message. Its socket stays as it is.',
};

/** A frame that comes back to its sender, where none does. */
export const comesBack: Belief = {
  id: 'comes-back',
  receiver: (_moment, socket) => (isOpen(socket) ? receivers([socket]) : undefined),
  fact: () => 'A frame comes back only where its sender has the port that the frame goes to, and takes it.',
};

/** A frame that nobody gets, where somebody does. */
export const nowhere: Belief = {
  id: 'nowhere',
  receiver: () => receivers([]),
  fact: (_moment, socket) => `A socket has ${socket?.remote}, and takes frames from this end.`,
};

/** An end that hears nobody, where it hears somebody. */
export const hearsNothing: Belief = {
  id: 'hears-nothing',
  hears: () => senders([]),
  fact: (_moment, socket) => `Frames are sent to ${socket?.local}, and this end takes them.`,
};

/** A bind that is refused, where nothing stands against it. */
export const refusedAlone: Belief = {
  id: 'refused-alone',
  bind: () => ({ is: 'refused' }),
  fact: (_moment, socket) => `No other socket of this machine has port ${socket?.port}.`,
};

function isOpenIn({ sockets }: TraceState, { index }: SocketState): boolean {
  const socket = sockets[index];
  return socket !== undefined && isOpen(socket);
}

function receivers(sockets: readonly SocketState[]): Answer {
  return { is: 'receivers', sockets: sockets.map(({ index }) => index) };
}

function senders(sockets: readonly SocketState[], oneIn = 1): Answer {
  return { is: 'senders', sockets: sockets.map(({ index }) => index), oneIn: sockets.length === 0 ? 1 : oneIn };
}
