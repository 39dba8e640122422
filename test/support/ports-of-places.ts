import { readFileSync } from 'node:fs';
import { socketsOfThisHost } from '../../src/world/sockets/this-host.ts';

/** Ports, sorted by protocol. */
export interface Ports {
  readonly tcp: number[];
  readonly udp: number[];
}

/** What listens, or has a UDP port, in the places of practices: by process. */
export async function portsByPid(places: readonly number[]): Promise<Map<number, Ports>> {
  const { rows } = await socketsOfThisHost({ allOwners: false, next: '' });
  const found = new Map<number, Ports>();
  for (const { protocol, state, localPort, pid = 0 } of rows) {
    // The blocks of places: ten control ports from 7300, three hundred UDP ports from 10000.
    const isControl = protocol === 'tcp' && state === 'LISTEN' && places.includes(Math.floor((localPort - 7300) / 10));
    const isUdp = protocol === 'udp' && places.includes(Math.floor((localPort - 10_000) / 300));
    if (!isControl && !isUdp) continue;
    const ports = found.get(pid) ?? { tcp: [], udp: [] };
    found.set(pid, ports);
    ports[isUdp ? 'udp' : 'tcp'].push(localPort);
  }
  return found;
}

/** Waits until nothing has a port of these places. */
export async function untilFree(places: readonly number[]): Promise<void> {
  while ((await portsByPid(places)).size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits until these processes have ended. */
export async function untilGone(pids: Iterable<number>): Promise<void> {
  for (const pid of pids) while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** False for one that has ended and is only still listed. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
