import { lackOf } from './bridge-hops.ts';
import { chainOf, type EndChain, type EndSight, type Place, type PortPair } from './end-chain.ts';
import type { HypervisorReading } from './host.ts';
import type { Hop } from './live-link.ts';
import { nioHop } from './nio-hop.ts';
import { socketHop } from './socket-hop.ts';

/**
 * The ends of a switch, hub, Frame Relay or ATM switch: the sockets of its Dynamips. Which port of the switch
 * has which is told nowhere: each may be the end of each link.
 */
export function switchEnds(place: Place): EndSight {
  const { node, host } = place;
  const running = host.hypervisorOf(node);
  const hypervisor = typeof running === 'object' && 'nios' in running ? running : undefined;
  const pids = typeof running === 'object' ? [running.pid] : [];
  const nios = hypervisor === undefined ? [] : niosOf(hypervisor, node.name);
  const isTold = hypervisor?.unasked === undefined && nios.every(({ ports }) => ports !== undefined);
  const lack = lackOf(running, hypervisor !== undefined && isTold);
  const endAt = (ports?: PortPair): Hop =>
    socketHop(host, {
      ...{ program: 'dynamips', node: node.name, pids, lack, ports },
      isRead: true,
      isConnected: true,
    });
  const told = nios.flatMap((nio): EndChain[] =>
    hypervisor === undefined || nio.ports === undefined ? [] : [chainOf([nioHop(place, hypervisor, nio)], nio.ports)],
  );
  const untold = isTold && hypervisor !== undefined ? [] : untoldChains(place, pids, told);
  return { chains: [...told, ...untold], isShared: true, otherwise: { hops: [endAt()], endAt } };
}

/** Oldest first, as the links are: `nio list` has the newest first. */
function niosOf({ devices, nios }: HypervisorReading, name: string): HypervisorReading['nios'] {
  const isAlone = devices.length === 1;
  return nios.filter(({ boundTo }) => isAlone || boundTo === undefined || boundTo === name).toReversed();
}

/** The sockets of the process that no NIO is known to have, where it did not say what each has. */
function untoldChains({ node, host }: Place, pids: readonly number[], told: readonly EndChain[]): EndChain[] {
  const known = new Set(told.map(({ end }) => end?.localPort));
  return pids.flatMap((pid) =>
    host.socketsOf(pid).flatMap(({ localPort, remoteAddress, remotePort }): EndChain[] => {
      if (known.has(localPort) || remotePort === 0) return [];
      const ports = { localPort, remoteHost: remoteAddress, remotePort };
      const hop = socketHop(host, {
        ...{ program: 'dynamips', node: node.name, pids, ports, lack: 'no socket' },
        ...{ isRead: true, isConnected: true },
      });
      return [chainOf([hop], ports)];
    }),
  );
}
