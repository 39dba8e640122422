import { groupBy } from '../../core/group-by.ts';
import type { EmulatorProcess, HostReading } from '../../core/open-project/host.ts';
import { portsOfProcess } from '../../core/open-project/process-ports.ts';
import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { counted } from '../../core/text/counted.ts';
import { listed, someOf } from '../../core/text/listed.ts';
import type { LogReading } from './dynamips-log.ts';
import type { HostFiles } from './host-files.ts';
import { isHidden } from './told-owners.ts';

interface Read extends Pick<HostReading, 'ubridges' | 'hypervisors' | 'sockets'> {
  readonly processes: readonly EmulatorProcess[];
  readonly logs: ReadonlyMap<number, LogReading>;
}

/** What could not be seen on a host, and the command that shows it. */
export function limitsOf(
  { processes, logs, sockets, ubridges, hypervisors }: Read,
  { files, remedy }: { readonly files: HostFiles; readonly remedy: string },
): string[] {
  if (isOtherSystem(sockets)) return [`the processes of GNS3 are not read on ${sockets.host}: ${ON_LINUX}`];
  const hiding = processes.filter(({ directory, program }) => directory === undefined && program !== 'gns3server');
  const unread = [...logs.values()].filter(isDenied);
  const closed = [...files.denied].filter((path) => !path.startsWith('/proc/'));
  const owners = hiddenOwners(processes, sockets);
  const hidden = [
    ...(hiding.length > 0 ? [`the directories of ${counted(hiding.length, 'process', 'processes')}`] : []),
    ...(unread.length > 0 ? [`the logs of ${unread.length} Dynamips`] : []),
    ...(owners > 0 ? [`who owns ${counted(owners, 'socket')} of VPCS or QEMU`] : []),
    ...(unread.length === 0 && closed.length > 0 ? [`${counted(closed.length, 'log')} of nodes`] : []),
  ];
  return [
    ...(hidden.length > 0 ? [`${listed(hidden)} may not be seen on ${sockets.host}: "${remedy}" shows it`] : []),
    ...unaskedTexts('uBridge', ubridges),
    ...unaskedTexts(
      'Dynamips',
      hypervisors.filter(({ pid }) => !isDenied(logs.get(pid))),
    ),
  ];
}

const ON_LINUX = 'they run on Linux, mostly in the GNS3 VM: add --host USER@VM for it';

function isOtherSystem({ system }: SocketTable): boolean {
  return system !== undefined && system !== 'linux';
}

/** How many sockets that VPCS and QEMU were told to make are there, without their owners. */
function hiddenOwners(processes: readonly EmulatorProcess[], { rows }: SocketTable): number {
  const told = new Set(processes.flatMap((one) => portsOfProcess(one).map(({ ports }) => ports.localPort)));
  return rows.filter((row) => isHidden(row) && told.has(row.localPort)).length;
}

function isDenied(log: LogReading | undefined): boolean {
  return log !== undefined && 'why' in log && log.isDenied;
}

type Asked = Pick<HostReading['ubridges'][number], 'pid' | 'host' | 'port' | 'unasked'>;

/** One sentence for each reason. */
function unaskedTexts(program: string, asked: readonly Asked[]): string[] {
  const byReason = groupBy(
    asked.filter(({ unasked }) => unasked !== undefined),
    ({ unasked }) => unasked?.why ?? '',
  );
  return [...byReason].map(([why, [first, ...others]]) => {
    if (first === undefined || others.length === 0)
      return `${program} ${first?.pid} on ${first?.host}:${first?.port}: ${why}`;
    const pids = someOf([first, ...others].map(({ pid }) => String(pid)));
    return `${others.length + 1} ${program === 'uBridge' ? 'uBridges' : program} (pid ${pids}): ${why}`;
  });
}
