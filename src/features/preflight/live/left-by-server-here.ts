import { dirname, resolve } from 'node:path';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import type { LeftByServer } from '../left-by-server.ts';
import { projectOf } from '../pool-ports.ts';
import type { HostFacts, PoolPortsHere } from './pool-ports-here.ts';

/** The routers of a hypervisor that is no lab's. */
export interface RoutersOfProcess {
  /** `host:port` of its control port. */
  readonly target: string;
  readonly total: number;
  readonly running: number;
}

/** What is known about this host, and about the hypervisors on it. */
export interface LeftFacts extends HostFacts {
  readonly isOpenAtServer: boolean;
  poolPorts(): Promise<PoolPortsHere>;
  routersOf(pid: number): Promise<RoutersOfProcess | undefined>;
}

/**
 * What a GNS3 server has left behind on this host: the orphans that work in the folder of a project, and
 * those that hold a port of the pool. Undefined where there are none, or no lab is a project of GNS3.
 */
export async function leftByServerHere(facts: LeftFacts): Promise<LeftByServer | undefined> {
  if (!facts.model.labs.some(({ format }) => format === 'gns3')) return undefined;
  const view = await facts.view();
  const { held } = facts.isOpenAtServer ? { held: [] } : await facts.poolPorts();
  const inPool = new Set(held.flatMap(({ orphans }) => orphans));
  const pids = [...orphansIn(view, inPool, facts)].sort((a, b) => a - b);
  if (pids.length === 0) return undefined;
  const all = new Set<number | undefined>(pids);
  const udpPorts = new Set([...view.allUdp()].flatMap(({ row }) => (all.has(row.pid) ? row.localPort : [])));
  // A port that another program has, too, is not free when these have ended.
  const theirs = held.filter(({ port }) => view.udp(port).every(({ pid }) => all.has(pid)));
  const hypervisors = pids.filter((pid) => view.hypervisorProcesses().has(pid));
  const routers = await Promise.all(hypervisors.map((pid) => facts.routersOf(pid)));
  return {
    processes: pids.map((pid) => ({ pid, name: ownerName(view, { pid }) })),
    udpPorts: [...udpPorts].sort((a, b) => a - b),
    givenOut: theirs.flatMap(({ port, isGivenOut }) => (isGivenOut === true ? port : [])),
    passedOver: theirs.flatMap(({ port, isGivenOut }) => (isGivenOut === false ? port : [])),
    locksRouter: hypervisors.some((pid) => isOfRouter(facts.directoryOfProcess(pid), facts)),
    running: routers.flatMap((one) => (one !== undefined && one.running > 0 ? one.target : [])),
    isIdle: routers.every((one) => one?.total === 0),
  };
}

function* orphansIn(view: HostView, inPool: ReadonlySet<number>, facts: LeftFacts): Generator<number> {
  const pids = new Set(
    view.table.rows.flatMap((row) => (row.pid !== undefined && view.isEmulators(row) ? row.pid : [])),
  );
  for (const pid of pids) {
    if (facts.isOrphan(pid) !== true) continue;
    if (inPool.has(pid) || projectOf(facts.directoryOfProcess(pid)) !== undefined) yield pid;
  }
}

/** The Dynamips of a router works in a folder of its own; that of switches does not. */
function isOfRouter(directory: string | undefined, { model }: LeftFacts): boolean {
  const project = projectOf(directory);
  if (project === undefined || !/[/\\]project-files[/\\]dynamips[/\\][^/\\]/.test(directory ?? '')) return false;
  return model.labs.some(({ file }) => dirname(resolve(file)) === project);
}
