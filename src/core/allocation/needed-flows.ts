import { type Machines, THIS_MACHINE } from '../address/host.ts';
import { MAX_PORT, wrapPort } from '../address/port.ts';
import { portRanges } from '../address/port-ranges.ts';
import { type Hypervisor, type PortRange, stoppedHypervisors } from '../lab/lab.ts';
import { type Allocation, deletedNios } from './allocation.ts';

/** What a port is for. `headroom` is for links that are not there yet. */
export type Purpose = 'control' | 'console' | 'aux' | 'nio' | 'headroom' | 'rehearsal';

/** Who sends: a machine of the lab, or a network that the user has named. */
export type Sender = { readonly machine: string } | { readonly network: string };

/** Ports that one sender needs on one machine for one purpose. */
export interface NeededFlow {
  readonly from: Sender;
  /** Machine. */
  readonly to: string;
  readonly protocol: 'tcp' | 'udp';
  readonly purpose: Purpose;
  /** As few as there can be, ascending. */
  readonly ports: readonly PortRange[];
  /** What needs them, one for each port that is used: hypervisors, routers, or links. */
  readonly neededBy: readonly string[];
}

export interface FlowOptions {
  /** So many more UDP ports for each hypervisor, or each host where hypervisors share one pool. */
  readonly headroom?: number;
  /** Networks of those who run the lab and use its consoles; this machine if none is named. */
  readonly operators?: readonly string[];
  /** The ports that a rehearsal needs too. */
  readonly rehearsal?: RehearsalPorts | undefined;
}

/**
 * Where a rehearsal takes its own ports on the hosts of hypervisors: one for each hypervisor, and one for so
 * many ends of links.
 */
export interface RehearsalPorts {
  readonly firstPort: number;
  readonly endsPerPort: number;
}

const PURPOSES: readonly Purpose[] = ['control', 'console', 'aux', 'nio', 'headroom', 'rehearsal'];

/**
 * Every flow that the labs need, who to whom, one for each purpose. Those that never leave a machine are
 * among them: their sender is the machine they go to. Wrappers and uBridge need their ports as Dynamips does.
 */
export function neededFlows(
  allocations: readonly Allocation[],
  machines: Machines,
  { headroom = 0, operators = [], rehearsal }: FlowOptions = {},
): NeededFlow[] {
  const flows = new FlowCollection();
  const senders: readonly Sender[] =
    operators.length === 0 ? [{ machine: THIS_MACHINE }] : operators.map((network) => ({ network }));
  const hosts = new Set<string>();
  for (const allocation of allocations) {
    for (const { host } of allocation.hypervisors) hosts.add(machines.machineOf(host));
  }
  for (const allocation of allocations) {
    addTcp(allocation, machines, senders, flows);
    addNios(allocation, machines, flows);
    addStarts(allocation, machines, flows);
    if (headroom > 0) addHeadroom(allocation, machines, { headroom, hosts }, flows);
  }
  if (rehearsal !== undefined) addRehearsal(allocations, machines, { senders, rehearsal }, flows);
  return flows.all();
}

/** True if the flow never leaves its machine. */
export function isLoopbackFlow({ from, to }: Pick<NeededFlow, 'from' | 'to'>): boolean {
  return 'machine' in from && from.machine === to;
}

function addTcp(
  { hypervisors, consoles, lab }: Allocation,
  machines: Machines,
  senders: readonly Sender[],
  flows: FlowCollection,
): void {
  // What a hypervisor had is gone when it has stopped.
  const stopped = stoppedHypervisors(lab);
  for (const from of senders) {
    for (const hypervisor of hypervisors) {
      const to = machines.machineOf(hypervisor.host);
      flows.add({ from, to, protocol: 'tcp', purpose: 'control' }, hypervisor.port, hypervisor.name);
    }
    for (const { device, hypervisor, type, port } of consoles) {
      // The others are for the host itself, or for nobody.
      if (stopped.has(hypervisor) || (type !== 'console' && type !== 'aux')) continue;
      const to = machines.machineOf(hypervisor.host);
      flows.add({ from, to, protocol: 'tcp', purpose: type }, wrapPort(port), device.name);
    }
  }
}

/** A NIO sends from where it is to its remote port there. */
function addNios({ created, deletions }: Allocation, machines: Machines, flows: FlowCollection): void {
  const deleted = deletedNios(deletions);
  for (let index = 0; index < created.length; index++) {
    if (deleted.has(index)) continue;
    const { hypervisor, remoteHost, remotePort, localPort, link } = created.at(index);
    const own = machines.machineOf(hypervisor.host);
    const other = machines.destinationOf(hypervisor.host, remoteHost);
    const kind = { protocol: 'udp', purpose: 'nio' } as const;
    flows.add({ from: { machine: own }, to: other, ...kind }, wrapPort(remotePort), link.name);
    // The other way: the far end is not always a NIO of the lab.
    flows.add({ from: { machine: other }, to: own, ...kind }, wrapPort(localPort), link.name);
  }
}

/** Nodes of a GNS3 server talk to their uBridge on the host itself. */
function addStarts({ atStart }: Allocation, machines: Machines, flows: FlowCollection): void {
  for (const { device, hypervisor, ports } of atStart) {
    const machine = machines.machineOf(hypervisor.host);
    const kind = { from: { machine }, to: machine, protocol: 'udp', purpose: 'nio' } as const;
    for (const port of ports) flows.add(kind, port, device.name);
  }
}

/** The ports that the next links get; their other ends may be on any host of the labs. */
function addHeadroom(
  allocation: Allocation,
  machines: Machines,
  { headroom, hosts }: { headroom: number; hosts: ReadonlySet<string> },
  flows: FlowCollection,
): void {
  const add = (hypervisor: Hypervisor, port: number): void => {
    const to = machines.machineOf(hypervisor.host);
    const others = [...hosts].filter((host) => host !== to);
    for (const machine of others.length === 0 ? [to] : others) {
      flows.add({ from: { machine }, to, protocol: 'udp', purpose: 'headroom' }, wrapPort(port), hypervisor.name);
    }
  };
  if (allocation.pool === undefined) {
    for (const { hypervisor, next } of allocation.used) {
      for (let port = next; port < next + headroom; port++) add(hypervisor, port);
    }
    return;
  }
  const seen = new Set<string>();
  for (const { hypervisor } of allocation.used) {
    const machine = machines.machineOf(hypervisor.host);
    if (seen.has(machine)) continue;
    seen.add(machine);
    // Links that are drawn before the nodes start get the ports that these would have had.
    const atStart = allocation.atStart.filter((one) => machines.machineOf(one.hypervisor.host) === machine);
    const count = atStart.reduce((sum, one) => sum + one.count, headroom);
    for (const port of freePorts(allocation, machine, machines, count)) add(hypervisor, port);
  }
}

/** Frames come in from who runs the rehearsal, on the first ports of each machine that no lab needs. */
function addRehearsal(
  allocations: readonly Allocation[],
  machines: Machines,
  { senders, rehearsal }: { senders: readonly Sender[]; rehearsal: RehearsalPorts },
  flows: FlowCollection,
): void {
  const { planned, ends } = liveNios(allocations);
  const nextPort = new Map<string, number>();
  for (const [hypervisor, count] of ends) {
    const to = machines.machineOf(hypervisor.host);
    let port = nextPort.get(to) ?? rehearsal.firstPort;
    for (let left = 1 + Math.ceil(count / rehearsal.endsPerPort); left > 0 && port <= MAX_PORT; port++) {
      if (planned.has(port)) continue;
      left--;
      for (const from of senders) flows.add({ from, to, protocol: 'udp', purpose: 'rehearsal' }, port, hypervisor.name);
    }
    nextPort.set(to, port);
  }
}

/** The UDP ports of all NIOs that there are in the end, and how many of them each Dynamips has. */
function liveNios(allocations: readonly Allocation[]): { planned: Set<number>; ends: Map<Hypervisor, number> } {
  const planned = new Set<number>();
  const ends = new Map<Hypervisor, number>();
  for (const { created, deletions } of allocations) {
    const deleted = deletedNios(deletions);
    for (let index = 0; index < created.length; index++) {
      if (deleted.has(index)) continue;
      const { hypervisor, localPort } = created.at(index);
      planned.add(wrapPort(localPort));
      if (hypervisor.kind === 'dynamips') ends.set(hypervisor, (ends.get(hypervisor) ?? 0) + 1);
    }
  }
  return { planned, ends };
}

/** The lowest ports of the pool that no NIO of the machine has. */
function freePorts(
  { pool, created, deletions }: Allocation,
  machine: string,
  machines: Machines,
  count: number,
): number[] {
  const deleted = deletedNios(deletions);
  const taken = new Set<number>();
  for (let index = 0; index < created.length; index++) {
    const hypervisor = created.hypervisors[created.hypervisor[index] ?? 0] as Hypervisor;
    if (!deleted.has(index) && machines.machineOf(hypervisor.host) === machine)
      taken.add(created.localPort[index] ?? 0);
  }
  const free: number[] = [];
  const { first, last } = pool as PortRange;
  for (let port = first; port <= last && free.length < count; port++) if (!taken.has(port)) free.push(port);
  return free;
}

type FlowKind = Omit<NeededFlow, 'ports' | 'neededBy'>;

/** Ports by who needs them where for what. */
class FlowCollection {
  private readonly flows = new Map<string, FlowKind & { ports: Map<number, string> }>();

  add(kind: FlowKind, port: number, neededBy: string): void {
    // Nobody can be told to open port 0: the system chooses one.
    if (port === 0) return;
    const key = JSON.stringify([kind.to, kind.from, PURPOSES.indexOf(kind.purpose)]);
    const flow = this.flows.get(key) ?? { ...kind, ports: new Map<number, string>() };
    this.flows.set(key, flow);
    if (!flow.ports.has(port)) flow.ports.set(port, neededBy);
  }

  /** Machine by machine in the order of the lab, then by purpose. */
  all(): NeededFlow[] {
    const order = new Map<string, number>();
    for (const { to } of this.flows.values()) if (!order.has(to)) order.set(to, order.size);
    return [...this.flows.values()]
      .map(({ ports, ...kind }) => ({
        ...kind,
        ports: portRanges(ports.keys()),
        neededBy: [...new Set([...ports].sort(([one], [other]) => one - other).map(([, by]) => by))],
      }))
      .sort(
        (one, other) =>
          (order.get(one.to) ?? 0) - (order.get(other.to) ?? 0) ||
          PURPOSES.indexOf(one.purpose) - PURPOSES.indexOf(other.purpose),
      );
  }
}
