import type { SocketState, TraceState } from '../trace/trace-state.ts';
import type { Belief } from './belief.ts';
import { portOf } from './clash.ts';
import type { Answer } from './moment.ts';
import { atDestination, isOpen, isSameAddress, onSamePort, peerOf, sendersTo } from './socket-peers.ts';

/** "Two programs on one port always get an error." */
export const errorAlways: Belief = {
  id: 'error-always',
  bind: (_moment, { holder }) => (holder === undefined ? undefined : { is: 'refused' }),
  state: (_moment, { holder }) => (holder === undefined ? undefined : { is: 'state', state: 'no row' }),
  clash: (_moment, { things }) =>
    things.every(({ thing }) => thing === 'console') && portOf(things[0]) === portOf(things[1])
      ? { is: 'refused' }
      : undefined,
  fact: (_moment, _socket, ask) =>
    ask === 'clash'
      ? 'Nothing is said. Only the router that starts first can be reached on this console.'
      : 'From 0.2.18 on both sockets set SO_REUSEADDR. Linux lets both have the port, without a message.',
};

/** "The second bind works without a word", which it does from 0.2.18 on. */
export const sharedAlways: Belief = {
  id: 'shared-always',
  bind: (_moment, { holder }) => (holder === undefined ? undefined : { is: 'works' }),
  fact: () => 'Up to 0.2.17 Dynamips does not ask for a shared port. Linux refuses the second bind.',
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
  verdict: ({ after }, { links }) =>
    broken(links.filter((link) => socketsOf(after, link).some((socket) => holderOf(after, socket) !== undefined))),
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
  verdict: ({ after }, { links }) => {
    const isShared = links.some((link) => socketsOf(after, link).some((one) => onSamePort(after, one).length > 1));
    return isShared ? broken([]) : undefined;
  },
  fact: () => 'On Linux a frame goes to one socket, never to two, and sockets do not take turns.',
};

/** "Sockets on one port can never both work." */
export const onePortIsBroken: Belief = {
  id: 'one-port-is-broken',
  receiver({ after }, socket) {
    const others = onSamePort(after, socket).filter(({ index }) => index !== socket.index);
    const hasOtherPeers = isOpen(socket) && others.every(({ remote }) => !isSameAddress(remote, socket.remote));
    return others.length > 0 && hasOtherPeers ? receivers([]) : undefined;
  },
  verdict({ after }, { links }) {
    const sharing = links.filter((link) =>
      socketsOf(after, link).some((one) => onSamePort(after, one).some((other) => other.link < link)),
    );
    return sharing.length === 0 ? undefined : broken(sharing);
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
  verdict: ({ after }, { links }) =>
    broken(links.filter((link) => !socketsOf(after, link).every((socket) => isOpen(socket)))),
  fact: (_moment, socket) =>
    'ESTABLISHED means that a socket has one fixed peer, not that the two have greeted each other.' +
    (socket?.remote === undefined ? '' : ` This one sends to ${socket.remote}, whichever socket has that port.`),
};

/**
 * "A socket takes what anybody sends to its port." Its port is that of the local address in its row. Where a
 * machine has several addresses, what is sent to one of them is for all sockets that have this address,
 * whichever hypervisor made them, and for none with another; a loopback name is read as 127.0.0.1 on both
 * sides. Of several with one address the oldest gets a frame, and each is said to hear all of them.
 */
export const openDoor: Belief = {
  id: 'open-door',
  receiver({ after }, socket) {
    const [first] = atDestination(after, socket);
    return first === undefined ? undefined : receivers([first]);
  },
  hears: ({ after }, socket) => senders(sendersTo(after, socket)),
  state: (_moment, socket) => (isOpen(socket) ? { is: 'state', state: 'UNCONN' } : undefined),
  fact: () => 'A socket that has a peer takes frames from this peer only.',
};

/** "When one end goes, the other closes." */
export const stopIsTold: Belief = {
  id: 'stop-is-told',
  'count rows'({ before, after }, { stopped }) {
    if (stopped === undefined) return undefined;
    const gone = new Set(before.sockets.filter((one) => isOpen(one) && !isOpenIn(after, one)).map(({ link }) => link));
    return { is: 'count', count: after.sockets.filter((one) => isOpen(one) && !gone.has(one.link)).length };
  },
  state({ after }, socket) {
    const peer = peerOf(after, socket);
    return peer?.isClosed && isOpen(socket) ? { is: 'state', state: 'no row' } : undefined;
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
  fact: (_moment, socket) =>
    `A row has ${socket?.remote} as its local address. The socket of that row takes frames from this end.`,
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

function socketsOf({ sockets }: TraceState, link: number): SocketState[] {
  return sockets.filter((socket) => socket.link === link);
}

/** The earlier link's socket that had the port first. */
function holderOf({ sockets }: TraceState, { holder, link }: SocketState): SocketState | undefined {
  const first = holder === undefined ? undefined : sockets[holder];
  return first?.link === link ? undefined : first;
}

function broken(links: readonly number[]): Answer {
  return { is: 'broken', links };
}

function receivers(sockets: readonly SocketState[]): Answer {
  return { is: 'receivers', sockets: sockets.map(({ index }) => index) };
}

function senders(sockets: readonly SocketState[], oneIn = 1): Answer {
  return { is: 'senders', sockets: sockets.map(({ index }) => index), oneIn: sockets.length === 0 ? 1 : oneIn };
}
