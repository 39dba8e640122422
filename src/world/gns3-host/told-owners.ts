import type { EmulatorProcess, HostReading, NioPorts } from '../../core/open-project/host.ts';
import type { ProcessInfo, SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';

type Said = Pick<HostReading, 'ubridges' | 'hypervisors'>;

/**
 * The table with the owners that the programs tell themselves, for sockets whose owners may not be seen: a
 * uBridge is mostly installed with capabilities, and hides its descriptors from the user who has started it.
 * A socket gets an owner only if one program alone says that it has these ports, and one socket alone has
 * them. What VPCS and QEMU were told on their command lines is no such word: a VPCS whose port is taken runs
 * without a socket.
 */
export function withOwners(table: SocketTable, processes: readonly EmulatorProcess[], said: Said): SocketTable {
  if (!table.rows.some(isHidden)) return table;
  const tellers = tellersOf(said);
  const crowds = new Map<number, number>();
  for (const row of table.rows) {
    if (row.protocol === 'udp') crowds.set(row.localPort, (crowds.get(row.localPort) ?? 0) + 1);
  }
  const infos = new Map<number, ProcessInfo>(table.processes);
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const rows = table.rows.map((row) => {
    const [teller, ...others] = isHidden(row) ? (tellers.get(row.localPort) ?? []) : [];
    if (teller === undefined || others.length > 0 || crowds.get(row.localPort) !== 1) return row;
    if (row.remotePort !== 0 && row.remotePort !== teller.ports.remotePort) return row;
    const one = byPid.get(teller.pid);
    if (one !== undefined && !infos.has(one.pid)) infos.set(one.pid, infoOf(one));
    const { unknownOwner, ...rest } = row;
    return { ...rest, pid: teller.pid };
  });
  return { ...table, rows, processes: infos };
}

export function isHidden({ protocol, unknownOwner }: SocketRow): boolean {
  return protocol === 'udp' && unknownOwner === 'no permission';
}

function infoOf({ pid, program, args, halted }: EmulatorProcess): ProcessInfo {
  return { pid, name: program, args, ...(halted && { halted }) };
}

interface Teller {
  readonly pid: number;
  readonly ports: NioPorts;
}

/** Who says of each port that it has it. */
function tellersOf({ ubridges, hypervisors }: Said): Map<number, Teller[]> {
  const byPort = new Map<number, Teller[]>();
  const tell = (pid: number, ports: NioPorts | undefined): void => {
    if (ports === undefined) return;
    const known = byPort.get(ports.localPort);
    if (known === undefined) byPort.set(ports.localPort, [{ pid, ports }]);
    else known.push({ pid, ports });
  };
  for (const { pid, bridges } of ubridges) {
    for (const { source, destination } of bridges) for (const nio of [source, destination]) tell(pid, nio?.ports);
  }
  for (const { pid, nios } of hypervisors) for (const { ports } of nios) tell(pid, ports);
  return byPort;
}
