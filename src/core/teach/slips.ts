import { addressParts } from '../address/host-port.ts';
import type { Belief } from './belief.ts';
import { machineOf, portOf, protocolOf } from './clash.ts';
import { consoleRank } from './console-rank.ts';
import type { Answer, Moment, SubjectOf } from './moment.ts';
import { isOpen, onMachine } from './socket-peers.ts';

/** The address of the own host instead of that of the other. */
export const ownAddress: Belief = {
  id: 'own-address',
  peer(_moment, { local, remote }) {
    if (local === undefined || remote === undefined) return undefined;
    return { is: 'peer', address: `${addressParts(local).host}:${addressParts(remote).port}` };
  },
  fact: () => 'An end sends to the host of the other end.',
};

/** The line of one side written on the other side as it is. */
export const copiedLine: Belief = {
  id: 'copied-line',
  fits(_moment, { boundPort, remote }) {
    const port = remote === undefined ? undefined : addressParts(remote).port;
    if (boundPort === undefined || port === undefined) return undefined;
    return { is: 'fits', local: boundPort, remote: Number(port) };
  },
  fact: () => 'The two lines are no copies. What one side sends to is the local port of the other side.',
};

/** The number of the far end twice. */
export const oneNumberTwice: Belief = {
  id: 'one-number-twice',
  fits(_moment, { remote }) {
    const port = remote === undefined ? undefined : Number(addressParts(remote).port);
    return port === undefined ? undefined : { is: 'fits', local: port, remote: port };
  },
  fact: () => 'An end that sends to its own port hears itself alone.',
};

/** All ports of a host, where those of links between hosts are enough. */
export const allPorts: Belief = {
  id: 'all-ports',
  firewall: ({ after }, { machine }) => ({ is: 'let in', ports: portsOn(onMachine(after, machine)) }),
  fact: () => 'Links inside one machine do not cross its firewall.',
};

/** The ports of the other host. */
export const farPorts: Belief = {
  id: 'far-ports',
  firewall: ({ after }, { from }) => ({ is: 'let in', ports: portsOn(onMachine(after, from)) }),
  fact: () => 'Frames come in to the local port of the end on this machine.',
};

/** One port of two hosts for one port. */
export const portsAreGlobal: Belief = {
  id: 'ports-are-global',
  clash(_moment, { things: [one, other] }) {
    const isElsewhere = machineOf(one) !== machineOf(other) && protocolOf(one) === protocolOf(other);
    return isElsewhere ? { is: 'clash', isClash: portOf(one) === portOf(other) } : undefined;
  },
  fact: () => 'Each machine has its own ports.',
};

/** A clash where there is none. */
export const clashAnyway: Belief = {
  id: 'clash-anyway',
  clash: () => ({ is: 'clash', isClash: true }),
  fact: () => 'No port of one machine is wanted twice here.',
};

/** No clash where there is one. */
export const noClash: Belief = {
  id: 'no-clash',
  clash: () => ({ is: 'clash', isClash: false }),
  fact: () => 'Both want the same port of the same machine.',
};

/** Sockets that are gone are counted too. */
export const goneStay: Belief = {
  id: 'gone-stay',
  'count rows'({ after }, { stopped, machine }) {
    if (stopped !== undefined) return undefined;
    const made = after.sockets.filter(({ bind }) => bind !== undefined && bind !== 'refused');
    return { is: 'count', count: made.filter((socket) => machine === undefined || socket.machine === machine).length };
  },
  fact: () => 'The sockets of a link that was removed are gone, and so are those of a hypervisor that has stopped.',
};

/** Ends whose bind was refused are counted too. */
export const refusedCount: Belief = {
  id: 'refused-count',
  'count rows'({ after }, { stopped, machine }) {
    if (stopped !== undefined) return undefined;
    const counted = after.sockets.filter((socket) => isOpen(socket) || socket.bind === 'refused');
    return { is: 'count', count: counted.filter((one) => machine === undefined || one.machine === machine).length };
  },
  fact: () => 'An end whose bind was refused has no socket, and so no row.',
};

/** The other one of two links; of one link the opposite. */
export const otherLink: Belief = {
  id: 'other-link',
  verdict({ after }, { links }) {
    const working = links.filter((link) => after.links[link]?.verdict === 'ok');
    return working.length === 0 && links.length > 1 ? undefined : { is: 'broken', links: working };
  },
  fact: () => 'Look for a row that points back, at each end of the link. With two such rows the link works.',
};

/** Routers counted from 1. */
export const countsFromOne: Belief = {
  id: 'counts-from-one',
  console(_moment, { device, model }) {
    const rank = consoleRank(model, device);
    return rank && { is: 'port', port: rank.base + rank.inLab + 1 };
  },
  fact: () => 'Routers are counted from 0, so the first one has the base console itself.',
};

/** The AUX port for the console. */
export const auxForConsole: Belief = {
  id: 'aux-for-console',
  console(_moment, { device }) {
    const aux = device.consoles.find(({ type }) => type === 'aux');
    return aux && { is: 'port', port: aux.port };
  },
  fact: () => 'That is the AUX port of the router.',
};

/** The first base that meets nothing today. */
export const noRoom: Belief = {
  id: 'no-room',
  base: (moment, subject) => behindOthers(moment, subject, 0),
  fact: () => 'There is no room: the next end of the other hypervisor takes the first port of this base.',
};

/** A base behind the others, with room for ten ends. */
export const littleRoom: Belief = {
  id: 'little-room',
  base: (moment, subject) => behindOthers(moment, subject, 10),
  fact: () => 'That leaves room for 10 more ends, not for 20.',
};

/** The row of the peer's end goes, or comes. */
export const otherState: Belief = {
  id: 'other-state',
  state: (_moment, socket) => ({ is: 'state', state: isOpen(socket) ? 'no row' : 'ESTABLISHED' }),
  fact: (_moment, socket) =>
    socket !== undefined && isOpen(socket)
      ? 'Nothing has closed this socket.'
      : 'This end has no socket, so no row stands for it.',
};

/** So far behind the last port that the other hypervisors of the host have given. */
function behindOthers({ end }: Moment, { hypervisor }: SubjectOf<'base'>, gap: number): Answer | undefined {
  const others = end.hypervisors.filter(
    (one) =>
      one.machine === hypervisor.machine && (one.hypervisor !== hypervisor.hypervisor || one.lab !== hypervisor.lab),
  );
  const next = Math.max(...others.map((one) => one.next ?? 0));
  return others.length === 0 ? undefined : { is: 'base', base: next + gap };
}

function portsOn(sockets: ReadonlyArray<{ readonly port: number }>): number[] {
  return [...new Set(sockets.map(({ port }) => port))].sort((a, b) => a - b);
}
