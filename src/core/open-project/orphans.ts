import { present } from '../present.ts';
import type { EmulatorProcess, HostReading } from './host.ts';
import { isLeftBehind } from './left-behind.ts';
import type { OpenProject } from './open-project.ts';
import type { PortsInUse } from './server.ts';
import { workingDirectory } from './working-directory.ts';

/** A process that a server has left behind: a new server does not know it, and gives its ports out again. */
export interface Orphan {
  readonly host: string;
  readonly process: EmulatorProcess;
  /** The project in whose folder it works; absent if its folder may not be seen. */
  readonly projectId?: string;
  /** Its name, if the server knows it. */
  readonly projectName?: string;
  /** The node in whose folder it works, if that says one. */
  readonly nodeId?: string;
  /** Its name, if the node is of the project that was read. */
  readonly node?: string;
  /** What it holds, ascending. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** Those of them that the server has given out as well. */
  readonly givenOut: readonly number[];
  /** Those that the server has not given out yet, and will. */
  readonly toBeGivenOut: readonly number[];
}

/** How GNS3 starts its programs, where their folders may not be seen. */
const STARTED_BY_GNS3: Readonly<Record<string, RegExp>> = {
  dynamips: /(^| )-l dynamips_i\d+_log\.txt( |$)/,
  ubridge: /(^| )-H /,
  vpcs: /(^| )-c \d+ -t /,
};

/**
 * The processes of emulators that a GNS3 server has left behind on the hosts that were read, of any project,
 * by host and process. With the one that is a child of another, as VPCS has it, both are named.
 */
export function orphansOf(project: OpenProject): readonly Orphan[] {
  return project.hosts.flatMap((reading) => {
    const processes = new Map(reading.processes.map((process) => [process.pid, process]));
    const left = reading.processes.filter(
      (process) => process.program !== 'gns3server' && isLeftBehind(process, processes) && isOfGns3(process),
    );
    const ports = portsByPid(reading);
    return left
      .map((process) => orphan(project, reading, process, ports.get(process.pid)))
      .sort((a, b) => a.process.pid - b.process.pid);
  });
}

function isOfGns3({ directory, program, args }: EmulatorProcess): boolean {
  if (directory !== undefined) return workingDirectory(directory) !== undefined;
  return STARTED_BY_GNS3[program]?.test(args.join(' ')) === true;
}

interface Held {
  readonly udp: Set<number>;
  readonly tcp: Set<number>;
}

function orphan({ says }: OpenProject, reading: HostReading, process: EmulatorProcess, held: Held | undefined): Orphan {
  const { folder, folderName, nodeId } = workingDirectory(process.directory) ?? {};
  const known = says.projects.find((one) => one.path === folder) ?? says.projects.find((one) => one.id === folderName);
  const own = says.portsInUse.filter(({ computeId }) => reading.computeIds.includes(computeId));
  const udpPorts = ascending(held?.udp);
  const isOut = (port: number): boolean => own.some((ports) => ports.udpPorts.includes(port));
  return present({
    ...{ host: reading.host, process },
    projectId: known?.id ?? folderName,
    projectName: known?.name,
    nodeId,
    node: says.nodes.find(({ id }) => id === nodeId)?.name,
    ...{ udpPorts, tcpPorts: ascending(held?.tcp) },
    givenOut: udpPorts.filter(isOut),
    toBeGivenOut: udpPorts.filter((port) => !isOut(port) && own.some((ports) => isInRange(port, ports))),
  });
}

function isInRange(port: number, { udpRange }: PortsInUse): boolean {
  return udpRange !== undefined && port >= udpRange[0] && port <= udpRange[1];
}

function portsByPid({ sockets }: HostReading): ReadonlyMap<number, Held> {
  const all = new Map<number, Held>();
  for (const { pid, protocol, state, localPort } of sockets.rows) {
    if (pid === undefined || (protocol === 'tcp' && state !== 'LISTEN')) continue;
    const held = all.get(pid) ?? { udp: new Set(), tcp: new Set() };
    held[protocol].add(localPort);
    all.set(pid, held);
  }
  return all;
}

function ascending(ports: ReadonlySet<number> | undefined): readonly number[] {
  return [...(ports ?? [])].sort((a, b) => a - b);
}
