import { THIS_MACHINE } from '../../core/address/host.ts';
import { eachPort } from '../../core/address/port-ranges.ts';
import { type NeededFlow, neededFlows } from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
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
 * The ports of this host that anybody sends to, this host itself too, and those that are named. Throws
 * `InputError` if the labs do not have this host, and if there is no port.
 */
export function portsToAnswer(model: LabModel, { host, ...named }: PortsToAnswerOptions): PortsToAnswer {
  const flows = flowsTo(model, host);
  const udpPorts = portsOf(flows, 'udp', named.udpPorts);
  const tcpPorts = portsOf(flows, 'tcp', named.tcpPorts);
  if (udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', 'there is no port to listen on', {
      next: 'name a lab, or ports, as in --udp 10000-10099 --tcp 7200',
    });
  }
  return { udpPorts, tcpPorts };
}

function flowsTo({ labs, allocations, machines }: LabModel, host: string | undefined): NeededFlow[] {
  const machine = host === undefined ? THIS_MACHINE : machines.machineOf(host);
  const flows = neededFlows(allocations, machines);
  const own = flows.filter(({ to }) => to === machine);
  if (labs.length > 0 && own.length === 0) {
    const hosts = [...new Set(flows.map(({ to }) => to))].join(', ');
    const what = host === undefined ? 'no host of the lab is this one' : `the lab has no host ${host}`;
    throw new InputError('NOT_IN_LAB', what, { next: `say which one it is: --host with one of ${hosts}` });
  }
  return own;
}

function portsOf(flows: readonly NeededFlow[], protocol: Protocol, named: readonly number[]): number[] {
  const ranges = flows.flatMap((flow) => (flow.protocol === protocol ? flow.ports : []));
  return [...new Set([...eachPort(ranges), ...named])].sort((one, other) => one - other);
}
