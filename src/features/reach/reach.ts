import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import { labWords } from '../../core/model/command-word.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { Slots } from '../../world/network/slots.ts';
import { reachHost } from './live/reach-host.ts';
import { checkToken } from './live/token.ts';
import { portsToTry } from './ports-to-try.ts';
import type { ReachResult } from './result.ts';

/** Sockets at a time, for all hosts together: a quarter of the 1024 that a usual process may open. */
const WINDOW = 256;

export interface ReachOptions {
  /** Hosts that no lab names; they need ports. */
  readonly hosts?: readonly string[];
  /** Besides those of the labs, on every host. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** The responder's. */
  readonly token?: string | undefined;
  /** Every UDP port, also where no responder is. */
  readonly all: boolean;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  /** Reads the sockets of other hosts, to tell NIOs from closed ports. */
  readonly ssh: boolean;
}

/**
 * Tries which ports get through from this host to others: those that the labs need, and those that are named. What does not get
 * through is part of the result. Throws `InputError` if there is nothing to try, `WorldError` if this process may open too few sockets.
 */
export async function reach(model: LabModel, options: ReachOptions, ui: Ui = quietUi()): Promise<ReachResult> {
  const { hosts = [], udpPorts, tcpPorts, token } = options;
  if (token !== undefined) checkToken(token);
  if (hosts.length > 0 && udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', `there is no port to try on ${hosts.join(', ')}`, {
      next: 'name ports, as in --udp 10000-10099 --tcp 7200; those of a lab are known from its file',
    });
  }
  const plan = portsToTry(hosts, model, { udpPorts, tcpPorts });
  const total = plan.hosts.reduce((sum, { ports }) => sum + ports.length, 0);
  const startedAt = performance.now();
  let done = 0;
  const shared = {
    ...options,
    token,
    labWords: model.labs.length === 0 ? '' : labWords(model),
    names: options.names ?? new HostNames(),
    slots: new Slots(WINDOW),
    signal: ui.signal,
    onPort: () => ui.progress(progressText(++done, total, performance.now() - startedAt)),
  };
  try {
    const results = await Promise.all(plan.hosts.map((host) => reachHost(host, shared)));
    return {
      schemaVersion: 1,
      outcome: outcomeOf({
        unknown: results.some(({ verdict }) => verdict === 'unknown'),
        findings: results.some(({ verdict }) => verdict === 'findings'),
      }),
      labs: model.labs.map(({ name }) => name),
      hosts: results,
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

function progressText(done: number, total: number, elapsedMs: number): string {
  const leftSeconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return `trying: ${done} of ${total} ports, about ${leftSeconds} s more`;
}
