import { addressParts } from '../address/host-port.ts';
import { isCounted } from '../allocation/is-counted.ts';
import type { HypervisorState, LinkState, SocketState, TraceState } from '../trace/trace-state.ts';
import type { Belief } from './belief.ts';
import type { Answer } from './moment.ts';

/** "Both ends of a link use one port." */
export const onePortPerLink: Belief = {
  id: 'one-port-per-link',
  port({ after }, socket) {
    if (socket.role === 'router' || socket.role === 'tunnel') return undefined;
    const first = after.sockets.find(({ link }) => link === socket.link);
    if (first !== undefined && first.end !== socket.end) return port(first.port);
    return counted(after, socket, (base) => base + linksBefore(after, socket));
  },
  'count ports': ({ after }, { link }) => count(link === undefined ? after.links.filter(isMade).length : 1),
  peer(_moment, { remote, boundPort }) {
    if (remote === undefined || boundPort === undefined) return undefined;
    return { is: 'peer', address: `${addressParts(remote).host}:${boundPort}` };
  },
  fact: () => 'Each end of a link has a port of its own.',
};

/** "Ports are given router by router." */
export const byRouter: Belief = {
  id: 'by-router',
  port({ end }, socket) {
    const place = new Map(end.devices.map(({ lab, device }, index) => [`${lab}\n${device}`, index]));
    const placeOf = ({ lab, device }: SocketState) => place.get(`${lab}\n${device}`) ?? end.devices.length;
    const ofHypervisor = end.sockets.filter((other) => isCounted(other) && isOfSame(other, socket));
    const sorted = ofHypervisor.sort((a, b) => placeOf(a) - placeOf(b) || a.index - b.index);
    const rank = sorted.findIndex(({ index }) => index === socket.index);
    return counted(end, socket, (base) => base + rank);
  },
  fact: () => 'Ports are given link by link, in the order of the file. The routers have no part in it.',
};

/** "The order of links changes nothing", asked where lines were swapped. */
export const orderIsNothing: Belief = {
  id: 'order-is-nothing',
  port({ otherOrder }, socket) {
    const same = otherOrder?.sockets.findLast(
      ({ end, role, lab }) => end === socket.end && role === socket.role && lab === socket.lab,
    );
    return same && port(same.port);
  },
  fact: () => 'Ports are given in the order of the links. With other lines above it an end gets another port.',
};

/** "Both ends of a link get their ports from the hypervisor of the end that is written first." */
export const sourceOwnsLink: Belief = {
  id: 'source-owns-link',
  port({ after }, socket) {
    const firsts = firstOfLinks(after);
    const own = firsts.get(socket.link);
    if (own === undefined) return undefined;
    const before = [...firsts.values()].filter(({ link, by }) => link < socket.link && by === own.by);
    const links = before.filter((first) => isOfSame(first, own)).length;
    return counted(after, own, (base) => base + 2 * links + (own.end === socket.end ? 0 : 1));
  },
  fact: (_moment, socket) =>
    `The far end gets its port from its own router's hypervisor${socket ? `, here ${socket.hypervisor}` : ''}.`,
};

/** "Hypervisors of one host share a counter." */
export const oneCounterPerHost: Belief = {
  id: 'one-counter-per-host',
  port({ after }, socket) {
    const own = hypervisorOf(after, socket);
    const first = after.hypervisors.find(({ machine }) => machine === own?.machine);
    if (first?.base === undefined || !isCounted(socket)) return undefined;
    const before = after.sockets.filter(
      (other) => other.index < socket.index && other.machine === socket.machine && isCounted(other),
    );
    return port(first.base + before.length);
  },
  clash: (_moment, { things: [one, other] }) =>
    one.thing === 'base' && other.thing === 'base' && one.hypervisor.machine === other.hypervisor.machine
      ? { is: 'clash', isClash: false }
      : undefined,
  fact({ after }, socket) {
    const own = socket && hypervisorOf(after, socket);
    const base = own?.base === undefined ? '' : ` That of ${own.hypervisor} starts at ${own.base}.`;
    return `Each hypervisor has a counter of its own.${base}`;
  },
};

/** "A port that is taken is replaced by the next free one." */
export const nextFree: Belief = {
  id: 'next-free',
  port({ after }, socket) {
    if (!isCounted(socket)) return undefined;
    const taken = new Set(given(after, socket).map((other) => other.port));
    return taken.has(socket.port) ? port(firstFree(socket.port, taken)) : undefined;
  },
  bind({ after }, socket) {
    if (socket.holder === undefined) return undefined;
    const taken = after.sockets.filter((other) => other.machine === socket.machine && !other.isClosed);
    return { is: 'other port', port: firstFree(socket.port, new Set(taken.map((other) => other.port))) };
  },
  clash(moment, { things: [one, other] }) {
    if (one.thing !== 'console' || other.thing !== 'console') return undefined;
    const consoles = moment.end.devices.flatMap((device) => device.consoles.map((console) => console.port));
    return one.port === other.port ? { is: 'other port', port: firstFree(other.port, new Set(consoles)) } : undefined;
  },
  fact: (_moment, socket, ask) =>
    ask === 'clash'
      ? 'A console that is written in the file is used, even if it is taken.'
      : socket?.bind === undefined
        ? 'A counter does not look at which ports are taken. A counter only counts up.'
        : `The hypervisor asks for port ${socket.port} and for no other port.`,
};

/** "The port of a link that was removed is given again." */
export const portsComeBack: Belief = {
  id: 'ports-come-back',
  port({ after }, socket) {
    const before = after.sockets.filter(({ index }) => index < socket.index);
    if (!before.some((other) => other.isClosed && isOfSame(other, socket))) return undefined;
    const taken = new Set(before.filter((other) => !other.isClosed && isOfSame(other, socket)).map(({ port }) => port));
    return counted(after, socket, (base) => firstFree(base, taken));
  },
  fact: () => 'A counter never goes down. The port of a removed link is not given again.',
};

/** "A port that is written in the file moves the counter." */
export const byHandCounts: Belief = {
  id: 'by-hand-counts',
  port({ after }, socket) {
    const byHand = after.sockets.filter(
      (other) => other.index < socket.index && other.by === 'file' && isOfSame(other, socket),
    );
    return byHand.length === 0 ? undefined : counted(after, socket, () => socket.port + byHand.length);
  },
  fact: () => 'A port that is written in the file moves no counter.',
};

/** "A link of GNS3 2.x takes two ports, counted from a base." */
export const twoInGns3: Belief = {
  id: 'two-in-gns3',
  port({ after }, socket) {
    const pool = hypervisorOf(after, socket)?.pool;
    if (pool === undefined || !after.sockets.some(({ role }) => role !== undefined)) return undefined;
    const isFirst = firstOfLinks(after).get(socket.link)?.end === socket.end;
    return port(pool.first + 2 * socket.link + (isFirst ? 0 : 1));
  },
  'count ports': ({ after }, { link }) => {
    if (!after.sockets.some(({ role }) => role !== undefined)) return undefined;
    return count(link === undefined ? 2 * after.links.filter(isMade).length : 2);
  },
  clash: (_moment, { things: [one, other] }) =>
    one.thing === 'base' && other.thing === 'base' && one.hypervisor.pool !== undefined
      ? { is: 'clash', isClash: one.port === other.port && one.hypervisor.machine === other.hypervisor.machine }
      : undefined,
  fact: (_moment, _socket, ask) => {
    if (ask === 'clash') return 'The pool of a machine gives each port once. No base plays a part.';
    const sockets = 'A router has a uBridge, so its end has three sockets, each with a port of its own.';
    return ask === 'count ports' ? sockets : `${sockets} The pool gives the lowest free port, and there is no base.`;
  },
};

/** "One uBridge stands in the middle of a link." */
export const oneUbridgePerLink: Belief = {
  id: 'one-ubridge-per-link',
  'count ports'({ after }, { link }) {
    const sockets = after.sockets.filter((socket) => link === undefined || socket.link === link);
    const bridged = new Set(sockets.filter(({ role }) => role !== undefined).map((socket) => socket.link));
    const plain = new Set(sockets.map((socket) => socket.link)).size - bridged.size;
    return bridged.size === 0 ? undefined : count(4 * bridged.size + 2 * plain);
  },
  fact: () =>
    'Each router has a uBridge of its own. Router and uBridge take three ports: ' +
    'one for the router, two for the uBridge.',
};

/** "A pool counts up as a counter does." */
export const poolCountsUp: Belief = {
  id: 'pool-counts-up',
  port({ after }, socket) {
    const highest = given(after, socket).reduce((most, other) => Math.max(most, other.port), 0);
    return socket.by === 'pool' && highest > 0 ? port(highest + 1) : undefined;
  },
  fact: () => 'A pool has no counter. The server gives the lowest port that is free.',
};

function port(number: number): Answer {
  return { is: 'port', port: number };
}

function count(number: number): Answer {
  return { is: 'count', count: number };
}

function isMade({ hasFailed }: LinkState): boolean {
  return !hasFailed;
}

/** The answer of who counts from a base; undefined where no counter gave the port. */
function counted(state: TraceState, socket: SocketState, count: (base: number) => number): Answer | undefined {
  const base = hypervisorOf(state, socket)?.base;
  return base === undefined || !isCounted(socket) ? undefined : port(count(base));
}

/** The hypervisor of a socket. */
function hypervisorOf(state: TraceState, { lab, hypervisor }: SocketState): HypervisorState | undefined {
  return state.hypervisors.find((one) => one.hypervisor === hypervisor && one.lab === lab);
}

function isOfSame(a: SocketState, b: SocketState): boolean {
  return a.hypervisor === b.hypervisor && a.lab === b.lab;
}

/** Sockets of the machine that were given a port before, and still have it. */
function given({ sockets }: TraceState, socket: SocketState): SocketState[] {
  return sockets.filter((other) => other.index < socket.index && other.machine === socket.machine && !other.isClosed);
}

function linksBefore({ sockets }: TraceState, socket: SocketState): number {
  const before = sockets.filter((other) => other.link < socket.link && isCounted(other) && isOfSame(other, socket));
  return new Set(before.map(({ link }) => link)).size;
}

function firstOfLinks({ sockets }: TraceState): Map<number, SocketState> {
  const firsts = new Map<number, SocketState>();
  for (const socket of sockets) if (!firsts.has(socket.link)) firsts.set(socket.link, socket);
  return firsts;
}

function firstFree(from: number, taken: ReadonlySet<number>): number {
  let free = from;
  while (taken.has(free)) free++;
  return free;
}
