import type { EmulatorProcess, HostReading } from '../../core/open-project/host.ts';
import { counted } from '../../core/text/counted.ts';
import type { LogReading } from './dynamips-log.ts';
import type { HostFiles } from './host-files.ts';

interface Read extends Pick<HostReading, 'ubridges' | 'hypervisors' | 'sockets'> {
  readonly processes: readonly EmulatorProcess[];
  readonly logs: ReadonlyMap<number, LogReading>;
}

/** What could not be seen on a host, and the command that shows it. */
export function limitsOf(
  { processes, logs, sockets, ubridges, hypervisors }: Read,
  { files, remedy }: { readonly files: HostFiles; readonly remedy: string },
): string[] {
  const hiding = processes.filter(({ directory, program }) => directory === undefined && program !== 'gns3server');
  const unread = [...logs.values()].filter((log) => 'why' in log && log.why.endsWith('may not be read'));
  const closed = [...files.denied].filter((path) => !path.startsWith('/proc/'));
  const hidden = [
    ...(hiding.length > 0 ? [`the directories of ${counted(hiding.length, 'process', 'processes')}`] : []),
    ...(unread.length > 0 ? [`the logs of ${unread.length} Dynamips`] : []),
    ...(unread.length === 0 && closed.length > 0 ? [`${counted(closed.length, 'log')} of nodes`] : []),
  ];
  return [
    ...(hidden.length > 0 ? [`${hidden.join(' and ')} may not be read on ${sockets.host}: ${remedy} shows them`] : []),
    ...ubridges.flatMap((one) => unaskedText('uBridge', one)),
    ...hypervisors.flatMap((one) =>
      logs.get(one.pid) !== undefined && unread.length > 0 ? [] : unaskedText('Dynamips', one),
    ),
  ];
}

function unaskedText(
  program: string,
  { pid, host, port, unasked }: Pick<HostReading['ubridges'][number], 'pid' | 'host' | 'port' | 'unasked'>,
): string[] {
  return unasked === undefined ? [] : [`${program} ${pid} on ${host}:${port}: ${unasked.why}`];
}
