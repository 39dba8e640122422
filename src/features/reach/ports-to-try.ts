import { normalizeHost, THIS_MACHINE } from '../../core/address/host.ts';
import { wrapPort } from '../../core/address/port.ts';
import { eachPort } from '../../core/address/port-ranges.ts';
import { isLoopbackFlow, neededFlows, type Purpose } from '../../core/allocation/needed-flows.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { ElsewhereFlow } from './result.ts';
import type { Protocol } from './transport-protocol.ts';

/** A port that a lab needs. */
export interface LabPort {
  readonly from: 'lab';
  readonly protocol: Protocol;
  readonly port: number;
  readonly purpose: Purpose;
  /** The hypervisor that has the NIO of a UDP port. */
  readonly hypervisor: Hypervisor | undefined;
}

/** A port that the user has named. */
export interface NamedPort {
  readonly from: 'user';
  readonly protocol: Protocol;
  readonly port: number;
}

export type PortToTry = LabPort | NamedPort;

/** One host with the ports to try there. */
export interface HostToTry {
  readonly host: string;
  /** Names that its addresses are looked up by. */
  readonly names: readonly string[];
  /** TCP first, ascending. */
  readonly ports: readonly PortToTry[];
  /** False for this host itself in a lab with others: a token is that of a responder over there. */
  readonly expectsResponder: boolean;
  /** True for this host itself. */
  readonly isThisHost: boolean;
}

export interface PortsToTry {
  readonly hosts: readonly HostToTry[];
  readonly elsewhere: readonly ElsewhereFlow[];
}

/** On every host. */
export interface NamedPorts {
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
}

/**
 * What this host has to send to whom for the labs to work, and the ports that the user has named, on every
 * host.
 */
export function portsToTry(hosts: readonly string[], model: LabModel, named: NamedPorts): PortsToTry {
  const { allocations, machines } = model;
  const drafts = new Map<string, Draft>();
  const draftOf = (machine: string): Draft => {
    const draft = drafts.get(machine) ?? { names: new Set<string>(), ports: new Map(), isNamed: false };
    drafts.set(machine, draft);
    return draft;
  };
  const elsewhere = addFlows(model, draftOf);
  for (const { host } of allocations.flatMap(({ hypervisors }) => hypervisors)) {
    drafts.get(machines.machineOf(host))?.names.add(normalizeHost(host));
  }
  for (const host of hosts) {
    const draft = draftOf(machines.machineOf(host));
    draft.names.add(normalizeHost(host));
    draft.isNamed = true;
  }
  for (const draft of drafts.values()) {
    for (const port of named.tcpPorts) add(draft, { from: 'user', protocol: 'tcp', port });
    for (const port of named.udpPorts) add(draft, { from: 'user', protocol: 'udp', port });
  }
  return { hosts: [...drafts].map(([machine, draft]) => hostOf(machine, draft, drafts.size)), elsewhere };
}

/** Adds what begins here to the host that it goes to, and returns the rest. */
function addFlows(model: LabModel, draftOf: (machine: string) => Draft): ElsewhereFlow[] {
  const nioOwners = nioOwnersOf(model);
  const elsewhere: ElsewhereFlow[] = [];
  for (const flow of neededFlows(model.allocations, model.machines)) {
    const { from, to, protocol, purpose, ports } = flow;
    const sender = 'machine' in from ? from.machine : from.network;
    if (sender !== THIS_MACHINE) {
      if (!isLoopbackFlow(flow)) elsewhere.push({ from: sender, to, protocol, purpose, ports });
      continue;
    }
    for (const port of eachPort(ports)) {
      const hypervisor = protocol === 'udp' ? nioOwners.get(`${to} ${port}`) : undefined;
      add(draftOf(to), { from: 'lab', protocol, port, purpose, hypervisor });
    }
  }
  return elsewhere;
}

interface Draft {
  readonly names: Set<string>;
  readonly ports: Map<string, PortToTry>;
  /** The user has named the host. */
  isNamed: boolean;
}

function add({ ports }: Draft, port: PortToTry): void {
  const key = `${port.protocol} ${port.port}`;
  if (!ports.has(key)) ports.set(key, port);
}

function hostOf(machine: string, { names, ports, isNamed }: Draft, hostCount: number): HostToTry {
  const [first = machine] = names;
  return {
    // By a name that the user or the lab has for it: that of the machine only if it is one of them.
    host: names.has(machine) ? machine : first,
    names: names.size === 0 ? [machine] : [...names],
    ports: [...ports.values()].sort(
      (one, other) => one.protocol.localeCompare(other.protocol) || one.port - other.port,
    ),
    expectsResponder: isNamed || hostCount === 1 || machine !== THIS_MACHINE,
    isThisHost: machine === THIS_MACHINE,
  };
}

/** Machine and port → the hypervisor whose NIO is there. */
function nioOwnersOf({ allocations, machines }: LabModel): Map<string, Hypervisor> {
  const owners = new Map<string, Hypervisor>();
  for (const { created } of allocations) {
    for (let index = 0; index < created.length; index++) {
      const hypervisor = created.hypervisors[created.hypervisor[index] ?? 0] as Hypervisor;
      owners.set(`${machines.machineOf(hypervisor.host)} ${wrapPort(created.localPort[index] ?? 0)}`, hypervisor);
    }
  }
  return owners;
}
