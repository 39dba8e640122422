import { dirname, resolve } from 'node:path';
import type { Allocation } from '../../../core/allocation/allocation.ts';
import { BANNED_PORTS } from '../../../core/allocation/banned-ports.ts';
import { expectedLinks } from '../../../core/allocation/expected-links.ts';
import { type Hypervisor, isGns3Server, type PortRange } from '../../../core/lab/lab.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import { udpPortUse } from '../../../world/network/udp-port-use.ts';
import { type HeldPort, type Holding, type PoolPort, projectOf } from '../pool-ports.ts';
import type { ServerHere, SilentServer } from '../server-here.ts';

/** What the labs need of this host's pools, and which of these ports somebody has. */
export interface PoolPortsHere {
  readonly needed: readonly PoolPort[];
  readonly held: readonly HeldPort[];
}

/** What is known about this host. */
export interface HostFacts {
  readonly model: LabModel;
  readonly options?: { readonly server?: ServerHere | SilentServer | undefined };
  view(): Promise<HostView>;
  hypervisorsHere(): Promise<readonly Hypervisor[]>;
  ownProcesses(): Promise<ReadonlySet<number>>;
  isOrphan(pid: number): boolean | undefined;
  directoryOfProcess(pid: number): string | undefined;
}

/**
 * Compares the ports that GNS3 servers of this host will give to the labs with the sockets of the host, and
 * tries those that are held as the server does. A port that is passed over moves the others up, so that as
 * many more are looked at.
 */
export async function poolPortsHere(facts: HostFacts): Promise<PoolPortsHere> {
  const needed: PoolPort[] = [];
  const held: HeldPort[] = [];
  for (const { pool, ports } of await neededOfPools(facts)) {
    needed.push(...ports);
    const view = await facts.view();
    const own = await facts.ownProcesses();
    const servers = (await facts.hypervisorsHere()).filter(({ kind }) => kind === 'gns3');
    const serverRuns = servers.some(({ port }) => view.listening(port).length > 0);
    const waiting = [...ports];
    let next = (waiting.at(-1)?.port ?? pool.last) + 1;
    for (let need = waiting.shift(); need !== undefined; need = waiting.shift()) {
      const one = await heldPort(need, { facts, view, own, serverRuns });
      if (one === undefined) continue;
      held.push(one);
      if (one.isGivenOut !== false || one.holding === 'lab') continue;
      while (BANNED_PORTS.has(next)) next++;
      if (next <= pool.last) waiting.push({ port: next++, neededBy: MOVED_UP });
    }
  }
  return { needed, held };
}

/** What needs a port above those that the lab would have. */
const MOVED_UP = 'the lab, whose ports move up,';

interface PoolUse {
  readonly pool: PortRange;
  /** Lowest first. */
  readonly ports: readonly PoolPort[];
}

/** The ports of GNS3 servers here, for links and for nodes that start. */
async function neededOfPools(facts: HostFacts): Promise<PoolUse[]> {
  const here = new Set(await facts.hypervisorsHere());
  const uses = new Map<string, { pool: PortRange; ports: PoolPort[] }>();
  for (const allocation of facts.model.allocations) {
    const { allocator, pool } = allocation;
    if (pool === undefined || !isGns3Server(allocator)) continue;
    const use = uses.get(allocator) ?? { pool, ports: [] };
    use.ports.push(...portsOf(allocation, here));
    uses.set(allocator, use);
  }
  return [...uses.values()].map(({ pool, ports }) => ({ pool, ports: ports.sort((a, b) => a.port - b.port) }));
}

/** What one lab gets from the pools of these servers; ports that it writes out are none of them. */
function portsOf(allocation: Allocation, here: ReadonlySet<Hypervisor>): PoolPort[] {
  const ends = expectedLinks([allocation]).flatMap(({ a, b }) => (b === undefined ? [] : [a, b]));
  const forLinks = ends
    .filter(({ hypervisor }) => here.has(hypervisor))
    .map(({ localPort, device, interface: name }) => ({ port: localPort, neededBy: `${device} ${name}` }));
  const forStarts = allocation.atStart
    .filter(({ hypervisor }) => here.has(hypervisor))
    .flatMap(({ device, ports }) => ports.map((port) => ({ port, neededBy: `${device.name}, when it starts,` })));
  return [...forLinks, ...forStarts];
}

interface Circumstances {
  readonly facts: HostFacts;
  readonly view: HostView;
  /** Emulators of a GNS3 server that runs. */
  readonly own: ReadonlySet<number>;
  readonly serverRuns: boolean;
}

async function heldPort(need: PoolPort, circumstances: Circumstances): Promise<HeldPort | undefined> {
  const { facts, view } = circumstances;
  const rows = view.udp(need.port);
  if (rows.length === 0) return undefined;
  const holding = holdingOf(rows, circumstances);
  // A server that runs knows what it has given out, and does not try that.
  const use = holding === 'foreign' ? await udpPortUse(need.port) : 'held';
  // Such as a socket of IPv6 alone, which is in nobody's way.
  if (use === 'free') return undefined;
  return {
    ...need,
    holders: [...new Set(rows.map((row) => ownerName(view, row)))].join(', '),
    orphans: pidsOf(rows).filter((pid) => facts.isOrphan(pid) === true),
    holding,
    isGivenOut: use === 'unknown' ? undefined : use === 'shared',
  };
}

function holdingOf(rows: readonly SocketRow[], { facts, own, serverRuns }: Circumstances): Holding {
  const pids = pidsOf(rows);
  // What this user may not see may be the emulators of the server.
  if (serverRuns && rows.some(({ pid }) => pid === undefined)) return 'some project';
  if (pids.length === 0 || !pids.every((pid) => own.has(pid))) return 'foreign';
  const directories = pids.map((pid) => facts.directoryOfProcess(pid));
  if (directories.includes(undefined)) return 'some project';
  const projects = directories.map(projectOf);
  // Such as a hypervisor that was started by hand.
  if (projects.includes(undefined)) return 'foreign';
  const { server } = facts.options ?? {};
  const told = server === undefined || 'why' in server ? [] : server.own.flatMap(({ path }) => path ?? []);
  const folders = new Set([...told, ...facts.model.labs.map(({ file }) => dirname(resolve(file)))]);
  return projects.some((project) => folders.has(project ?? '')) ? 'lab' : 'other project';
}

function pidsOf(rows: readonly SocketRow[]): number[] {
  return [...new Set(rows.flatMap(({ pid }) => pid ?? []))];
}
