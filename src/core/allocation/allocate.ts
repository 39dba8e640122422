import type { ServerConf } from '../lab/gns3/server-conf.ts';
import { type AllocatorName, type Hypervisor, isGns3Server, type Lab, type Link, type PortRange } from '../lab/lab.ts';
import type { Allocation, Deletion, PoolState, StartPorts, UsedPorts } from './allocation.ts';
import type { Allocator } from './allocator.ts';
import { BANNED_PORTS } from './banned-ports.ts';
import { dynagen, dynagen083 } from './dynagen.ts';
import { gns3Classic } from './gns3-classic.ts';
import { GNS3_SERVERS, gns3ServerWith } from './gns3-server.ts';
import { NioTable } from './nio-table.ts';
import { HostPools } from './port-pool.ts';
import type { FailStep, Nio, Step } from './step.ts';
import type { TakenOnHost } from './taken-on-host.ts';
import { udpAuto } from './udp-auto.ts';

const ALL: readonly Allocator[] = [dynagen, dynagen083, gns3Classic, ...GNS3_SERVERS, udpAuto];

export const ALLOCATORS = Object.fromEntries(ALL.map((allocator) => [allocator.name, allocator])) as Readonly<
  Record<AllocatorName, Allocator>
>;

/** A pool for rule sets that have none is empty: nothing draws from it. */
const NO_POOL: PortRange = { first: 1, last: 0 };

const NO_POOLS: ReadonlyMap<Hypervisor, PoolState> = new Map();

/**
 * Allocates labs that run at once, in the order in which they are started. Labs of one rule set share its
 * pools, as projects of one GNS3 server do; counters they do not share, for each loading of a lab starts at
 * its base again.
 */
export function allocateAll(
  labs: readonly Lab[],
  allocatorOf: (lab: Lab) => AllocatorName,
  server: ServerSays = {},
): Allocation[] {
  const rules = new SharedRules(server);
  const opened = labs.map((lab) => {
    const { allocator, shared } = rules.of(allocatorOf(lab));
    return { allocator, shared, allocation: allocateWith(lab, allocator, shared) };
  });
  // Nodes start when the projects are open.
  const started = opened.map(({ allocator, shared, allocation }) => withStart(allocation, allocator, shared));
  return started.map((allocation, index) => withPools(allocation, opened[index]?.shared));
}

/**
 * The steps by which these labs, allocated together, got their ports, once more, lab
 * by lab. `server` as it was given to `allocateAll`.
 */
export function* stepsOfAll(
  allocations: readonly Allocation[],
  server: ServerSays = {},
): Generator<Generator<Step, void, undefined>, void, undefined> {
  const rules = new SharedRules(server);
  for (const { lab, allocator: name, hypervisors, placement: hypervisorOf } of allocations) {
    const { allocator, shared } = rules.of(name);
    yield allocator.steps(lab, { hypervisors, hypervisorOf }, shared);
  }
}

/** What a server's configuration file says, and what a server that runs has given out. */
export interface ServerSays extends Partial<Pick<ServerConf, 'ranges' | 'host'>> {
  readonly taken?: readonly TakenOnHost[] | undefined;
}

/** Rule sets with the pools that the labs of each share. */
class SharedRules {
  private readonly server: ServerSays;
  private readonly known = new Map<AllocatorName, { allocator: Allocator; shared: HostPools }>();

  constructor(server: ServerSays) {
    this.server = server;
  }

  of(name: AllocatorName): { allocator: Allocator; shared: HostPools } {
    let rules = this.known.get(name);
    if (rules === undefined) {
      const allocator = gns3ServerWith(name, this.server) ?? ALLOCATORS[name];
      rules = { allocator, shared: poolsOf(allocator, isGns3Server(name) ? this.server.taken : []) };
      this.known.set(name, rules);
    }
    return rules;
  }
}

function poolsOf({ pool, skipsBanned }: Allocator, taken: readonly TakenOnHost[] = []): HostPools {
  const pools = new HostPools(pool ?? NO_POOL, skipsBanned === true ? BANNED_PORTS : undefined);
  for (const { host, udpPorts, consolePorts } of taken) {
    for (const port of udpPorts) pools.of({ host }).occupy(port);
    for (const port of consolePorts) pools.takenConsoles({ host }).take(port);
  }
  return pools;
}

/**
 * Gives every link end of a lab its UDP port, and every router its console, as the named software does.
 * Pure: the same lab gives the same allocation. Time and memory are linear in the number of link ends.
 */
export function allocate(lab: Lab, allocatorName: AllocatorName): Allocation {
  const allocator = ALLOCATORS[allocatorName];
  const pools = poolsOf(allocator);
  return withPools(withStart(allocateWith(lab, allocator, pools), allocator, pools), pools);
}

function withStart(allocation: Allocation, allocator: Allocator, pools: HostPools): Allocation {
  const { lab, hypervisors, placement: hypervisorOf } = allocation;
  const needs = allocator.startNeeds?.(lab, { hypervisors, hypervisorOf }) ?? [];
  if (needs.length === 0) return allocation;
  const atStart = needs.map((need): StartPorts => {
    const pool = pools.of(need.hypervisor);
    const ports = Array.from({ length: need.count }, () => pool.take()).filter((port) => port !== undefined);
    return { ...need, ports };
  });
  return { ...allocation, atStart };
}

/** How the pools are left, once everything that draws from them has done so. */
function withPools(allocation: Allocation, pools: HostPools | undefined): Allocation {
  if (allocation.pool === undefined || pools === undefined) return allocation;
  const poolOf = allocation.hypervisors.map((hypervisor): [Hypervisor, PoolState] => {
    const pool = pools.of(hypervisor);
    return [hypervisor, { taken: pool.takenCount, next: pool.next() }];
  });
  return { ...allocation, poolOf: new Map(poolOf) };
}

function allocateWith(lab: Lab, allocator: Allocator, pools: HostPools): Allocation {
  const placement = allocator.place(lab);
  const ledger = new Ledger(lab, placement.hypervisors);
  for (const step of allocator.steps(lab, placement, pools)) ledger.enter(step);
  const consoles = allocator.consoles(lab, placement, pools);
  return {
    lab,
    allocator: allocator.name,
    hypervisors: placement.hypervisors,
    placement: placement.hypervisorOf,
    created: ledger.created,
    deletions: ledger.deletions,
    used: ledger.usedPorts(),
    consoles: consoles.ports,
    consoleFailures: consoles.failures,
    failures: ledger.failures,
    atStart: [],
    countsUp: allocator.countsUp,
    pool: allocator.pool,
    poolOf: NO_POOLS,
  };
}

/** Folds the steps of one lab into what exists in the end. */
class Ledger {
  readonly created: NioTable;
  readonly deletions: Deletion[] = [];
  readonly failures: FailStep[] = [];
  private readonly used = new Map<Hypervisor, { given: number; first: number; next: number }>();
  /** Only a lab with events deletes NIOs; the step that does names the object that was created. */
  private readonly indexes: Map<Nio, number> | undefined;

  constructor({ links, events }: Lab, hypervisors: readonly Hypervisor[]) {
    this.created = new NioTable(2 * links.length);
    this.indexes = events.length > 0 ? new Map() : undefined;
    for (const hypervisor of hypervisors) {
      this.used.set(hypervisor, { given: 0, first: hypervisor.baseUdp, next: hypervisor.baseUdp });
    }
  }

  enter(step: Step): void {
    switch (step.type) {
      case 'give':
        for (const nio of step.created) {
          this.indexes?.set(nio, this.created.length);
          this.created.push(nio);
        }
        if (step.created[0]?.explicit !== true) this.count(step.hypervisor, step.port);
        break;
      case 'release':
        if (step.link !== undefined) this.forget(step.link);
        for (const nio of step.deleted) {
          const index = this.indexes?.get(nio);
          if (index !== undefined)
            this.deletions.push({ index, afterCreated: this.created.length, isRemoved: step.hypervisor === undefined });
        }
        break;
      case 'fail':
        this.failures.push(step);
        break;
    }
  }

  /** What had stopped before its link was removed is no longer meant to be there. */
  private forget(link: Link): void {
    for (const [place, deletion] of this.deletions.entries()) {
      if (!deletion.isRemoved && this.created.at(deletion.index).link === link)
        this.deletions[place] = { ...deletion, isRemoved: true };
    }
  }

  usedPorts(): UsedPorts[] {
    return [...this.used].map(([hypervisor, ports]) => ({ hypervisor, ...ports }));
  }

  private count(hypervisor: Hypervisor, port: number): void {
    const ports = this.used.get(hypervisor);
    if (ports === undefined) return;
    if (ports.given === 0) {
      ports.first = port;
      ports.next = port + 1;
    } else {
      if (port < ports.first) ports.first = port;
      if (port >= ports.next) ports.next = port + 1;
    }
    ports.given++;
  }
}
