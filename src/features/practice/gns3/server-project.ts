import type {
  EmulatorProcess,
  HostReading,
  HypervisorReading,
  NioPorts,
  UBridgeReading,
} from '../../../core/open-project/host.ts';
import type { OpenProject } from '../../../core/open-project/open-project.ts';
import type { ServerNode, ServerSays } from '../../../core/open-project/server.ts';
import type { SocketRow, SocketTable } from '../../../core/sockets/socket-table.ts';
import type { PlayedProgram, PortsOfSocket, ServerState } from './play-server.ts';
import { endsOfLink, type ServerEnd, type StagedServer } from './staged-server.ts';

/** What was read of the machine: programs that have ended are absent. */
export interface ServerReadings {
  readonly programs: readonly PlayedProgram[];
  readonly sockets: SocketTable;
  readonly ubridges: readonly UBridgeReading[];
}

const HOST = '127.0.0.1';
const COMPUTE = 'local';
const FOLDER = '/practice';

/** No system has a process with such a number: in a practice all programs are one process. */
const FIRST_PID = 10_000_000;
const SERVER_PID = FIRST_PID;

/** The process that a program would be. */
export function pidOf({ control }: Pick<PlayedProgram, 'control'>): number {
  return FIRST_PID + control;
}

/** The project as `links gns3://` would read it, with the programs of the practice as processes. */
export function serverProject(staged: StagedServer, state: ServerState, readings: ServerReadings): OpenProject {
  return { says: saidBy(staged, state), hosts: [hostOf(readings)], notRead: [] };
}

/** The sockets of a program, each with its two ports. */
export function socketsOf({ nios, bridges }: PlayedProgram): readonly PortsOfSocket[] {
  return [...nios.map(({ ports }) => ports), ...bridges.flatMap(({ source, destination }) => [source, destination])];
}

/**
 * The rows of a table with the programs that they are of: of sockets with the same ports the program that
 * was started first has the oldest.
 */
export function ownedRows(rows: readonly SocketRow[], programs: readonly PlayedProgram[]): SocketRow[] {
  const oldestFirst = rows.filter(({ protocol }) => protocol === 'udp').sort((a, b) => b.age - a.age);
  const pids = new Map<SocketRow, number>();
  for (const program of programs) {
    for (const { localPort, remotePort } of socketsOf(program)) {
      const row = oldestFirst.find(
        (one) => !pids.has(one) && one.localPort === localPort && one.remotePort === remotePort,
      );
      if (row !== undefined) pids.set(row, pidOf(program));
    }
  }
  return rows.map((row) => {
    const pid = pids.get(row);
    return pid === undefined ? row : { ...row, pid };
  });
}

function saidBy({ nodes, links: all }: StagedServer, { links, stopped }: ServerState): ServerSays {
  const project = { id: 'practice', name: 'practice', status: 'opened', path: FOLDER };
  const ends = all.flatMap(endsOfLink);
  return {
    server: { host: HOST, port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
    projects: [project],
    project,
    nodes: nodes.map(({ name, kind }): ServerNode => {
      return {
        id: name,
        name,
        type: kind === 'router' ? 'dynamips' : 'ethernet_switch',
        computeId: COMPUTE,
        status: stopped.has(name) ? 'stopped' : 'started',
        ports: ends.filter(({ node }) => node === name).map(({ adapter, port }) => portOf(kind, adapter, port)),
      };
    }),
    links: links.map(({ name, isSuspended }) => {
      const told = endsOfLink(name).map(({ node, ...end }) => ({ nodeId: node, ...end }));
      return { id: name, ends: told, isSuspended, filters: new Map(), isCapturing: false };
    }),
    computes: [{ id: COMPUTE, name: COMPUTE, host: HOST, port: 3080, protocol: 'http', isConnected: true }],
    portsInUse: [],
    limits: [],
  };
}

function portOf(kind: StagedServer['nodes'][number]['kind'], adapter: number, port: number) {
  const name = kind === 'router' ? `f${adapter}/${port}` : `${port}`;
  return { adapter, port, name, shortName: name };
}

function hostOf({ programs, sockets, ubridges }: ServerReadings): HostReading {
  return {
    host: sockets.host,
    computeIds: [COMPUTE],
    sockets,
    processes: [SERVER, ...programs.map(processOf)],
    ubridges,
    hypervisors: programs.filter(({ program }) => program === 'dynamips').map(hypervisorOf),
    ended: [],
    complaints: new Map(),
    atMs: 0,
    limits: [],
  };
}

const SERVER: EmulatorProcess = { pid: SERVER_PID, program: 'gns3server', args: [] };

function processOf(one: PlayedProgram): EmulatorProcess {
  const { program, node, isLeft } = one;
  return {
    pid: pidOf(one),
    program,
    args: [],
    parentPid: isLeft ? 1 : SERVER_PID,
    directory: `${FOLDER}/project-files/dynamips/${node}`,
    isOrphan: isLeft,
  };
}

function hypervisorOf(one: PlayedProgram): HypervisorReading {
  return {
    pid: pidOf(one),
    host: HOST,
    port: one.control,
    devices: [one.node],
    nios: one.nios
      .map(({ name, end, ports }) => ({ name, ports: niosPorts(ports), boundTo: one.node, ...slotOf(end) }))
      .reverse(),
  };
}

function slotOf({ adapter, port }: ServerEnd): { slot: number; port: number } {
  return { slot: adapter, port };
}

/** The address that all sockets of a practice are told. */
export function niosPorts(ports: PortsOfSocket): NioPorts {
  return { ...ports, remoteHost: HOST };
}
