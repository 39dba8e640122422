import { WorldError } from '../../../core/errors/world-error.ts';
import type { Ui } from '../../../core/ui.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { Slots } from '../../../world/network/slots.ts';
import { requireUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import type { HostObservation } from '../judge-host.ts';
import type { HostToTry } from '../ports-to-try.ts';
import { type HostOptions, reachHost } from './reach-host.ts';

/** Sockets at a time, for all hosts together: a quarter of the 1024 that a usual process may open. */
const WINDOW = 256;

export interface HostsOptions extends Pick<HostOptions, 'all' | 'ssh' | 'timeoutMs'> {
  readonly token?: string | undefined;
  readonly names?: HostNames | undefined;
}

/**
 * Tries the ports of all hosts at once, and says how many are done. Throws `WorldError` if this process may
 * open too few sockets, or has none of UDP for such a port.
 */
export async function reachHosts(
  hosts: readonly HostToTry[],
  { all, ssh, timeoutMs, token, names = new HostNames({ timeoutMs }) }: HostsOptions,
  ui: Ui,
): Promise<HostObservation[]> {
  if (hosts.some(({ ports }) => ports.some(({ protocol }) => protocol === 'udp'))) requireUdpSockets();
  const total = hosts.reduce((sum, { ports }) => sum + ports.length, 0);
  const startedAt = performance.now();
  let done = 0;
  const onPort = (): void => ui.progress(progressText(++done, total, performance.now() - startedAt));
  const shared = { all, ssh, timeoutMs, token, names, slots: new Slots(WINDOW), signal: ui.signal, onPort };
  try {
    return await Promise.all(hosts.map((host) => reachHost(host, shared)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
    throw new WorldError(code, 'this process may not open enough sockets', {
      next: `raise the limit with ulimit -n ${WINDOW * 2}`,
      cause: error,
    });
  }
}

function progressText(done: number, total: number, elapsedMs: number): string {
  const leftSeconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return `trying: ${done} of ${total} ports, about ${leftSeconds} s more`;
}
