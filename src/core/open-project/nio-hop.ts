import type { Place } from './end-chain.ts';
import type { HypervisorNio, HypervisorReading } from './host.ts';
import type { Hop } from './live-link.ts';
import { nioKey } from './project-host.ts';
import { socketHop } from './socket-hop.ts';

/** The socket of a NIO of Dynamips. */
export function nioHop({ node, host }: Place, { pid }: HypervisorReading, nio: HypervisorNio): Hop {
  return socketHop(host, {
    program: 'dynamips',
    node: node.name,
    pids: [pid],
    nio: nio.name,
    ports: nio.ports,
    counters: nio.counters,
    grown: host.grownOf(() => nioKey(pid, nio), nio.counters),
    lack: nio.ports === undefined ? 'not seen' : 'no socket',
    isRead: node.type !== 'dynamips' || node.status === 'started',
    isConnected: true,
  });
}
