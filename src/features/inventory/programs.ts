import { controlPorts } from '../../core/open-project/exposed.ts';
import type { EmulatorProcess, HostReading } from '../../core/open-project/host.ts';
import { isLeftBehind } from '../../core/open-project/left-behind.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import { isInProject } from '../../core/open-project/ports-of-project.ts';
import type { ServerNode, ServerSays } from '../../core/open-project/server.ts';
import { workingDirectory } from '../../core/open-project/working-directory.ts';
import { present } from '../../core/present.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import type { InventoryProgram, ProgramState } from './result.ts';

/**
 * The processes of GNS3 on all hosts that were read, host by host; those that have ended stand with their
 * node.
 */
export function programsOf({ says, hosts }: OpenProject): InventoryProgram[] {
  return hosts.flatMap((host) => {
    const table = {
      rows: rowsByPid(host.sockets.rows),
      processes: new Map(host.processes.map((one) => [one.pid, one])),
    };
    const running = whole(host.processes).map((one) => programOf(one, host, table, says));
    return [...running, ...endedOf(host, says)].sort(byNode);
  });
}

/** VPCS is two processes, the parent with the console and the child with the UDP socket. */
interface WholeProcess {
  readonly process: EmulatorProcess;
  readonly pids: readonly number[];
}

function whole(processes: readonly EmulatorProcess[]): WholeProcess[] {
  const vpcs = new Set(processes.flatMap(({ program, pid }) => (program === 'vpcs' ? [pid] : [])));
  const isChild = ({ program, parentPid }: EmulatorProcess): boolean =>
    program === 'vpcs' && parentPid !== undefined && vpcs.has(parentPid);
  return processes
    .filter((one) => !isChild(one))
    .map((process) => {
      const children = processes.filter((one) => isChild(one) && one.parentPid === process.pid);
      return { process, pids: [process.pid, ...children.map(({ pid }) => pid)] };
    });
}

function rowsByPid(rows: readonly SocketRow[]): Map<number, SocketRow[]> {
  const byPid = new Map<number, SocketRow[]>();
  for (const row of rows) {
    if (row.pid === undefined) continue;
    const some = byPid.get(row.pid);
    if (some === undefined) byPid.set(row.pid, [row]);
    else some.push(row);
  }
  return byPid;
}

/** What is known of the processes of a host, by their ids. */
interface ByPid {
  readonly rows: ReadonlyMap<number, readonly SocketRow[]>;
  readonly processes: ReadonlyMap<number, EmulatorProcess>;
}

function programOf(
  { process, pids }: WholeProcess,
  host: HostReading,
  { rows, processes }: ByPid,
  says: ServerSays,
): InventoryProgram {
  const { program, pid, directory } = process;
  const own = pids.flatMap((one) => rows.get(one) ?? []);
  const asked = [...host.ubridges, ...host.hypervisors].find((one) => one.pid === pid);
  const [told] = program === 'gns3server' ? own.flatMap((row) => serverPort(row, says)) : controlPorts(process);
  const port = asked?.port ?? told;
  const listener = host.sockets.rows.find(
    (row) => row.protocol === 'tcp' && row.state === 'LISTEN' && row.localPort === port,
  );
  const isOfProject = isInProject(directory, says.project);
  return present({
    program,
    host: host.host,
    pid,
    nodes: isOfProject ? nodesOf(process, host, says) : [],
    isOfProject,
    otherProject: isOfProject ? undefined : workingDirectory(directory)?.folderName,
    otherProjectName: isOfProject ? undefined : projectNameOf(directory, says),
    version: asked?.version,
    address: port === undefined ? undefined : (listener?.localAddress ?? asked?.host),
    port,
    udpPorts: udpPortsOf(own, host, pid),
    state: stateOf(process, isLeftBehind(process, processes), asked, port),
    why: asked?.unasked?.why,
  });
}

/** The port of the API, where a row is of its listener; consoles of nodes listen in the same process. */
function serverPort({ protocol, state, localPort }: SocketRow, { server, computes }: ServerSays): number[] {
  const isListener = protocol === 'tcp' && state === 'LISTEN';
  return isListener && [server, ...computes].some(({ port }) => port === localPort) ? [localPort] : [];
}

/** Where sockets are hidden, what the program itself has told of them. */
function udpPortsOf(rows: readonly SocketRow[], { ubridges }: HostReading, pid: number): number[] {
  const seen = rows.flatMap(({ protocol, localPort }) => (protocol === 'udp' ? [localPort] : []));
  const bridges = ubridges.find((one) => one.pid === pid)?.bridges ?? [];
  const told = bridges.flatMap(({ source, destination }) => [source?.ports?.localPort, destination?.ports?.localPort]);
  const all = new Set([...seen, ...told.filter((port) => port !== undefined)]);
  return [...all].sort((one, other) => one - other);
}

function stateOf(
  { halted, program }: EmulatorProcess,
  isLeft: boolean,
  asked: { readonly unasked?: unknown; readonly version?: string } | undefined,
  port: number | undefined,
): ProgramState {
  if (halted !== undefined) return halted;
  if (isLeft) return 'orphan';
  if (asked !== undefined) return asked.unasked === undefined || asked.version !== undefined ? 'answers' : 'silent';
  const isListened = port !== undefined && program !== 'ubridge' && program !== 'dynamips';
  return isListened || program === 'qemu' || program === 'gns3server' ? 'listens' : 'not asked';
}

/**
 * A router, VPCS or cloud has a directory of its own; switches and hubs share one, and Dynamips tells
 * their names.
 */
function nodesOf({ pid, directory }: EmulatorProcess, { hypervisors }: HostReading, { nodes }: ServerSays): string[] {
  const node = nodeIn(directory, nodes);
  if (node !== undefined) return [node.name];
  return [...(hypervisors.find((one) => one.pid === pid)?.devices ?? [])];
}

/** The node whose directory this is. */
function nodeIn(directory: string | undefined, nodes: readonly ServerNode[]): ServerNode | undefined {
  const id = workingDirectory(directory)?.nodeId;
  return id === undefined ? undefined : nodes.find((node) => node.id === id);
}

/** The name by which the server knows the project in whose folder a program works. */
function projectNameOf(directory: string | undefined, { projects }: ServerSays): string | undefined {
  const id = workingDirectory(directory)?.folderName;
  return projects.find((one) => one.id === id)?.name;
}

function endedOf({ ended, host }: HostReading, { nodes }: ServerSays): InventoryProgram[] {
  return ended.map(({ program, directory, lastWords, ports }) => {
    const node = nodeIn(directory, nodes);
    return present({
      program,
      host,
      nodes: node === undefined ? [] : [node.name],
      isOfProject: true,
      udpPorts: ports.map(({ localPort }) => localPort).sort((one, other) => one - other),
      state: 'ended' as const,
      why: lastWords,
    });
  });
}

/** The server first, then node by node, then what belongs to other projects. */
function byNode(one: InventoryProgram, other: InventoryProgram): number {
  return (
    rank(one) - rank(other) || compare(one.nodes[0] ?? '', other.nodes[0] ?? '') || (one.pid ?? 0) - (other.pid ?? 0)
  );
}

function rank({ program, isOfProject }: InventoryProgram): number {
  if (program === 'gns3server') return 0;
  return isOfProject ? 1 : 2;
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
