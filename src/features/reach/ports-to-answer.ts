import { type Addresses, THIS_MACHINE } from '../../core/address/host.ts';
import { eachPort } from '../../core/address/port-ranges.ts';
import { unansweredNamesText } from '../../core/address/unanswered.ts';
import { type NeededFlow, neededFlows } from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { someOf } from '../../core/text/listed.ts';
import type { Protocol } from './transport-protocol.ts';

export interface PortsToAnswerOptions {
  /** In addition to those of the labs. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** Which host of the labs this one is, where its addresses do not tell. */
  readonly host?: string | undefined;
}

/** Ascending. */
export interface PortsToAnswer {
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
}

/**
 * The ports of this host that any host of the labs sends to, and those that are named. Throws `InputError` if
 * the labs do not have this host, and if there is no port, `WorldError` if their names are not answered.
 */
export function portsToAnswer(model: LabModel, { host, ...named }: PortsToAnswerOptions): PortsToAnswer {
  const flows = flowsTo(model, host);
  const udpPorts = portsOf(flows, 'udp', named.udpPorts);
  const tcpPorts = portsOf(flows, 'tcp', named.tcpPorts);
  if (udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', 'no port is named to listen on', {
      next: 'name a lab, or ports, as in --udp 10000-10099 --tcp 7200',
    });
  }
  return { udpPorts, tcpPorts };
}

function flowsTo(
  { labs, allocations, machines, hypervisors, assumptions: { unanswered, addresses } }: LabModel,
  host: string | undefined,
): NeededFlow[] {
  const machine = host === undefined ? THIS_MACHINE : machines.machineOf(host);
  const flows = neededFlows(allocations, machines);
  const own = flows.filter(({ to }) => to === machine);
  if (labs.length > 0 && own.length === 0) {
    const hosts = someOf([...new Set(hypervisors.map((hypervisor) => hypervisor.host))], MOST_HOSTS);
    const next = `name this host as the lab does: --host with one of ${hosts}`;
    const open = host === undefined ? (unansweredNamesText(unanswered) ?? noAddressText(addresses)) : undefined;
    if (open !== undefined) {
      throw new WorldError('NAME_NOT_ANSWERED', `which host of the lab this is could not be determined: ${open}`, {
        next,
      });
    }
    const what = host === undefined ? 'no host of the lab has an address of this host' : `the lab has no host ${host}`;
    throw new InputError('NOT_IN_LAB', what, { next });
  }
  return own;
}

/** Names that have no address: one of them may be this host's. */
function noAddressText(addresses: Addresses = new Map()): string | undefined {
  const names = [...addresses].flatMap(([name, found]) => (found.length === 0 ? [name] : []));
  return names.length === 0 ? undefined : `no address is known of ${someOf(names)}`;
}

/** Hosts past these do not help somebody who has mistyped one. */
const MOST_HOSTS = 10;

function portsOf(flows: readonly NeededFlow[], protocol: Protocol, named: readonly number[]): number[] {
  const ranges = flows.flatMap((flow) => (flow.protocol === protocol ? flow.ports : []));
  return [...new Set([...eachPort(ranges), ...named])].sort((one, other) => one - other);
}
