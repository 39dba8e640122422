import type { EmulatorProcess, EndedProcess, HostReading } from '../../core/open-project/host.ts';
import { portsOfProcess } from '../../core/open-project/process-ports.ts';
import type { ServerNode } from '../../core/open-project/server.ts';
import { present } from '../../core/present.ts';
import { toldControl } from './control-address.ts';
import { endedDynamips } from './ended-dynamips.ts';
import type { HostFiles } from './host-files.ts';
import type { NodeLog } from './node-logs.ts';
import type { ProjectFolders } from './project-folders.ts';

interface Running extends Pick<HostReading, 'processes' | 'hypervisors'> {
  readonly nodeLogs: readonly NodeLog[];
}

/** What has run for the nodes of the project, left a log, and runs no more. */
export async function readEnded(
  files: HostFiles,
  folders: ProjectFolders,
  { processes, hypervisors, nodeLogs }: Running,
): Promise<EndedProcess[]> {
  const vpcs = [...folders.nodes].filter(([, { type }]) => type === 'vpcs');
  return [
    ...endedUBridges(processes, nodeLogs),
    ...(await Promise.all(vpcs.map(([directory, node]) => endedVpcs(files, directory, node, processes)))).flat(),
    ...(await endedDynamips(files, folders, { processes, hypervisors })),
  ];
}

function endedUBridges(processes: readonly EmulatorProcess[], logs: readonly NodeLog[]): EndedProcess[] {
  return logs
    .filter((log) => !processes.some((one) => isOfLog(one, log)))
    .map(({ directory, lastWords, changedMs: atMs, ports }) =>
      present({ program: 'ubridge' as const, directory, lastWords, atMs, ports }),
    );
}

/** One that a server has left behind may work in the same directory, where a later one has ended. */
function isOfLog(one: EmulatorProcess, { directory, port }: NodeLog): boolean {
  if (one.program !== 'ubridge' || one.directory !== directory) return false;
  return one.isOrphan !== true || toldControl(one).port === port;
}

/** VPCS is two processes: the one that serves the console, and its child, which has the link. */
async function endedVpcs(
  files: HostFiles,
  directory: string,
  { commandLine }: ServerNode,
  processes: readonly EmulatorProcess[],
): Promise<EndedProcess[]> {
  const own = processes.filter((one) => one.program === 'vpcs' && one.directory === directory);
  if (own.some(({ parentPid }) => own.some(({ pid }) => pid === parentPid))) return [];
  // A VPCS that has never run has no log; one whose directory may not be seen may run.
  const log = await files.read(`${directory}/vpcs.log`, { most: 1 });
  const mayRun = processes.some((one) => one.program === 'vpcs' && one.directory === undefined);
  if (log === undefined || mayRun) return [];
  const args = own[0]?.args ?? commandLine?.split(' ') ?? [];
  const ports = portsOfProcess({ program: 'vpcs', args }).map((one) => one.ports);
  return [{ program: 'vpcs', directory, atMs: log.changedMs, ports }];
}
