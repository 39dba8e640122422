import { isLoopback } from '../address/host.ts';
import { addressParts } from '../address/host-port.ts';
import type { SocketState } from '../trace/trace-state.ts';
import type { Belief } from './belief.ts';
import { machineOf, portOf, protocolOf } from './clash.ts';
import { consoleRank } from './console-rank.ts';
import { modelHypervisor } from './model-hypervisor.ts';
import { peerOf } from './socket-peers.ts';

/** "Base consoles must differ as base UDPs must", for routers are counted anew on each hypervisor. */
export const baseConsoleToo: Belief = {
  id: 'base-console-too',
  console(_moment, { device, model }) {
    const rank = consoleRank(model, device);
    return rank && { is: 'port', port: rank.base + rank.onHypervisor };
  },
  clash(_moment, { things: [one, other] }) {
    if (one.thing !== 'base console' || other.thing !== 'base console') return undefined;
    return { is: 'clash', isClash: one.port === other.port && machineOf(one) === machineOf(other) };
  },
  fact: () => 'Routers are counted over the whole lab. The count does not start again with the next hypervisor.',
};

/** "TCP 10000 and UDP 10000 are one port." */
export const tcpIsUdp: Belief = {
  id: 'tcp-is-udp',
  clash: (_moment, { things: [one, other] }) =>
    protocolOf(one) === protocolOf(other) ? undefined : { is: 'clash', isClash: portOf(one) === portOf(other) },
  fact: () => 'TCP and UDP have ports of their own. Frames use UDP, consoles use TCP.',
};

/** "Frames pass through the TCP port of the hypervisor." */
export const controlCarriesFrames: Belief = {
  id: 'control-carries-frames',
  peer(moment, socket) {
    const far = socket.remote === undefined ? undefined : peerOf(moment.after, socket);
    const control = far && moment.model && modelHypervisor(moment.model, far)?.port;
    if (control === undefined || socket.remote === undefined) return undefined;
    return { is: 'peer', address: `${addressParts(socket.remote).host}:${control}` };
  },
  firewall(moment, { machine, model }) {
    const here = moment.after.hypervisors.filter((one) => one.machine === machine);
    const ports = here.flatMap((one) => modelHypervisor(model, one)?.port ?? []);
    return { is: 'let in', ports: [...new Set(ports)].sort((a, b) => a - b) };
  },
  fact: () => 'The TCP port of a hypervisor takes commands only. Frames go from UDP port to UDP port.',
};

/** "100 ports hold 100 links." */
export const hundredIsHundredLinks: Belief = {
  id: 'hundred-is-hundred-links',
  'count links': (_moment, { ports }) => ({ is: 'count', count: ports }),
  fact: () => 'A link inside one hypervisor has two ends there. So the link takes two of its ports.',
};

/** "`localhost` is the same machine for every reader." */
export const localhostIsMyPc: Belief = {
  id: 'localhost-is-my-pc',
  receiver({ after }, socket) {
    const peer = peerOf(after, socket);
    return peer !== undefined && isMeantElsewhere(socket, peer)
      ? { is: 'receivers', sockets: [peer.index] }
      : undefined;
  },
  peer(_moment, { remote }) {
    const { host, port } = addressParts(remote ?? '');
    return port === undefined || isLoopback(host) ? undefined : { is: 'peer', address: `127.0.0.1:${port}` };
  },
  fact: (_moment, socket) =>
    `"localhost" is the machine on which it is read${socket ? `, here that of ${socket.hypervisor}` : ''}.`,
};

/** "The next number is a base of its own." */
export const anyGapWillDo: Belief = {
  id: 'any-gap-will-do',
  base: (_moment, { hypervisor: { base } }) => (base === undefined ? undefined : { is: 'base', base: base + 1 }),
  fact: () => 'A base needs a port for each end that follows. One port further on, the two counters meet again.',
};

/** True if a socket is told a loopback address, and its peer is on another machine. */
function isMeantElsewhere({ remote, machine }: SocketState, peer: SocketState): boolean {
  return remote !== undefined && isLoopback(addressParts(remote).host) && machine !== peer.machine;
}
