import { InputError } from '../../core/errors/input-error.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { outcomeOf } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { judgedHost } from './judge-host.ts';
import { reachHosts } from './live/reach-hosts.ts';
import { checkToken } from './live/token.ts';
import { nextCommand } from './next-command.ts';
import { portsToTry } from './ports-to-try.ts';
import type { ReachResult } from './result.ts';

export interface ReachOptions {
  /** Hosts that no lab names; they need ports. */
  readonly hosts?: readonly string[];
  /** In addition to those of the labs, on every host. */
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
 * Tries which ports get through from this host to others: those that the labs need, and those that are named.
 * What does not get through is part of the result. Throws `InputError` if there is nothing to try,
 * `WorldError` if this process may open too few sockets.
 */
export async function reach(model: LabModel, options: ReachOptions, ui: Ui = quietUi()): Promise<ReachResult> {
  const { hosts: namedHosts = [], udpPorts, tcpPorts, token } = options;
  if (token !== undefined) checkToken(token);
  if (namedHosts.length > 0 && udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', `no port is named for ${namedHosts.join(', ')}`, {
      next: 'name ports, as in --udp 10000-10099 --tcp 7200; those of a lab are known from its file',
    });
  }
  const { hosts: hostsToTry, elsewhere } = portsToTry(namedHosts, model, { udpPorts, tcpPorts });
  const seen = await reachHosts(hostsToTry, options, ui);
  const labArguments = model.labs.length === 0 ? undefined : labWords(model);
  const context = { labArguments, hasToken: token !== undefined };
  const hosts = seen.map((host) => judgedHost(host, context));
  return present({
    schemaVersion: 1 as const,
    outcome: outcomeOf({
      unknown: hosts.some(({ verdict }) => verdict === 'unknown'),
      findings: hosts.some(({ verdict }) => verdict === 'findings'),
    }),
    labs: model.labs.map(({ name }) => name),
    hosts,
    notTriedFromHere: elsewhere,
    nextCommand: nextCommand(hosts, context),
  });
}
