import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import { labWords } from '../../core/model/command-word.ts';
import { type Assumptions, Setting } from '../../core/model/setting.ts';
import { HostAddresses } from '../../world/network/host-addresses.ts';
import { Slots } from '../../world/network/slots.ts';
import { reachHost } from './live/reach-host.ts';
import { checkToken } from './live/token.ts';
import { planReach } from './plan.ts';
import type { ReachResult } from './result.ts';

/** Sockets at a time, for all hosts together: a quarter of the 1024 that a usual process may open. */
const WINDOW = 256;

export interface ReachOptions extends Assumptions {
  /** Besides those of the labs, on every host. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** The responder's. */
  readonly token?: string;
  /** Every UDP port, also where no responder is. */
  readonly all: boolean;
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  /** Reads the sockets of other hosts, to tell NIOs from closed ports. */
  readonly ssh: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number, elapsedMs: number) => void;
}

/**
 * Tries which ports get through from this host to others: those that the labs need, and those that are named. What does not get
 * through is part of the result. Throws `InputError` if there is nothing to try, `WorldError` if this process may open too few sockets.
 */
export async function reach(
  hosts: readonly string[],
  labs: readonly Lab[],
  options: ReachOptions,
): Promise<ReachResult> {
  const { udpPorts, tcpPorts, token, signal } = options;
  if (token !== undefined) checkToken(token);
  if (hosts.length > 0 && udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', `there is no port to try on ${hosts.join(', ')}`, {
      next: 'name ports, as in --udp 10000-10099 --tcp 7200; those of a lab are known from its file',
    });
  }
  const plan = planReach(hosts, new Setting(labs, options), { udpPorts, tcpPorts });
  const total = plan.hosts.reduce((sum, { ports }) => sum + ports.length, 0);
  const startedAt = performance.now();
  let done = 0;
  const shared = {
    ...options,
    token,
    labWords: labs.length === 0 ? '' : labWords(labs, options),
    addresses: new HostAddresses(),
    slots: new Slots(WINDOW),
    signal,
    onPort: () => options.onProgress?.(++done, total, performance.now() - startedAt),
  };
  try {
    return {
      schemaVersion: 1,
      labs: labs.map(({ name }) => name),
      hosts: await Promise.all(plan.hosts.map((host) => reachHost(host, shared))),
      notTriedFromHere: plan.elsewhere,
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
    throw new WorldError(code, 'this process may not open enough sockets', {
      next: `raise the limit with ulimit -n ${WINDOW * 2}`,
      cause: error,
    });
  }
}
