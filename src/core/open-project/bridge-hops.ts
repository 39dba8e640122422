import type { Place, PortPair } from './end-chain.ts';
import type { BridgeNio, EmulatorProcess } from './host.ts';
import type { Hop, HopFault } from './live-link.ts';
import { bridgeKey, type PlacedBridge, type Running } from './project-host.ts';
import { socketHop } from './socket-hop.ts';

const SIDES = ['source', 'destination'] as const;

/** The two sides of a bridge of uBridge, source first. */
export function bridgeHops(place: Place, { pid, bridge }: PlacedBridge): readonly [source: Hop, destination: Hop] {
  const { isRunning } = bridge;
  const [source, destination] = SIDES.map((side) => {
    const hop = sideHop(place, { pid, bridge }, side);
    return isRunning || hop.fault !== undefined ? hop : { ...hop, fault: 'bridge stopped' as const };
  }) as [Hop, Hop];
  return [source, destination];
}

function sideHop({ node, host }: Place, { pid, bridge }: PlacedBridge, side: 'source' | 'destination'): Hop {
  const nio: BridgeNio | undefined = bridge[side];
  // An interface of the host has no ports: its bridge would not have been made without it. A UDP socket whose
  // port the system has chosen tells none, and may not be found.
  const isUnported = nio !== undefined && nio.ports === undefined;
  const isInterface = isUnported && !/^\d*:/.test(nio.text);
  const hop = socketHop(host, {
    program: 'ubridge',
    node: node.name,
    side,
    filters: bridge.filters,
    counters: nio?.counters,
    grown: host.grownOf(() => bridgeKey(pid, bridge.name, side), nio?.counters),
    pids: [pid],
    nio: isInterface ? nio.text : bridge.name,
    ports: nio?.ports,
    lack: isInterface ? undefined : isUnported ? 'not seen' : 'no socket',
    isRead: true,
    isConnected: true,
  });
  return isInterface ? { ...hop, isPresent: true } : hop;
}

/**
 * The sides of a bridge that is not there, source first, with the ports that they should have as far as these
 * are known. Nothing is wrong with those of a node that is stopped.
 */
export function absentBridge(
  { node, host }: Place,
  ubridge: Running<EmulatorProcess> | 'stopped',
): (side: 'source' | 'destination', ports?: PortPair) => Hop {
  const lack = ubridge === 'stopped' ? undefined : lackOf(ubridge, host.isAsked(ubridge));
  const pids = typeof ubridge === 'string' ? [] : [ubridge.pid];
  return (side, ports) => {
    const told = {
      program: 'ubridge',
      node: node.name,
      side,
      lack,
      pids,
      ports,
      isRead: true,
      isConnected: true,
    } as const;
    const hop = socketHop(host, told);
    // Its sockets may be there, and whether it passes frames between them is not known.
    return lack === 'not seen' && hop.fault === undefined ? { ...hop, fault: lack } : hop;
  };
}

/** What is wrong with a socket of a program that does not have it. */
export function lackOf(process: Running<unknown>, isAsked: boolean): HopFault {
  if (process === 'ended') return 'process ended';
  return process === 'not seen' || !isAsked ? 'not seen' : 'no socket';
}

/** The ports of the socket at the other end of a tunnel or a link. */
export function mirrorOf({ localPort, remotePort }: PortPair): PortPair {
  return { localPort: remotePort, remotePort: localPort };
}
