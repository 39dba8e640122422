import { groupBy } from '../../core/group-by.ts';
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
  const running = groupBy(
    processes.filter(({ program }) => program === 'vpcs'),
    ({ directory }) => directory,
  );
  return [
    ...endedUBridges(processes, nodeLogs),
    ...(await Promise.all(vpcs.map(([directory, node]) => endedVpcs(files, directory, node, running)))).flat(),
    ...(await endedDynamips(files, folders, { processes, hypervisors })),
  ];
}

function endedUBridges(processes: readonly EmulatorProcess[], logs: readonly NodeLog[]): EndedProcess[] {
  const running = groupBy(
    processes.filter(({ program }) => program === 'ubridge'),
    ({ directory }) => directory,
  );
  return logs
    .filter((log) => running.get(log.directory)?.some((one) => isOfLog(one, log)) !== true)
    .map(({ directory, lastWords, changedMs: atMs, ports }) =>
      present({ program: 'ubridge' as const, directory, lastWords, atMs, ports }),
    );
}

/** One that a server has left behind may work in the same directory, where a later one has ended. */
function isOfLog(one: EmulatorProcess, { port }: NodeLog): boolean {
  return one.isOrphan !== true || toldControl(one).port === port;
}

/** VPCS is two processes: the one that serves the console, and its child, which has the link. */
async function endedVpcs(
  files: HostFiles,
  directory: string,
  { commandLine }: ServerNode,
  running: ReadonlyMap<string | undefined, readonly EmulatorProcess[]>,
): Promise<EndedProcess[]> {
  const own = running.get(directory) ?? [];
  if (own.some(({ parentPid }) => own.some(({ pid }) => pid === parentPid))) return [];
  // A VPCS that has never run has no log; one whose directory may not be seen may run.
  const log = await files.read(`${directory}/vpcs.log`, { most: 1 });
  if (log === undefined || running.has(undefined)) return [];
  const args = own[0]?.args ?? commandLine?.split(' ') ?? [];
  const ports = portsOfProcess({ program: 'vpcs', args }).map((one) => one.ports);
  return [{ program: 'vpcs', directory, atMs: log.changedMs, ports }];
}
