import { isLoopback } from '../address/host.ts';
import { MAX_PORT } from '../address/port.ts';
import type { SocketRow } from '../sockets/socket-table.ts';
import type { EmulatorProcess, EmulatorProgram, HostReading } from './host.ts';

/** A TCP port that asks for no password and that other hosts reach. */
export interface ExposedPort {
  readonly program: EmulatorProgram;
  readonly pid: number;
  /** `0.0.0.0`, or an address of the host that is not on its loopback. */
  readonly address: string;
  readonly port: number;
}

/**
 * Whose TCP ports ask for no password (docs/FACTS.md, "Processes of GNS3"); the server has one of its own.
 */
const WITHOUT_PASSWORD: ReadonlySet<EmulatorProgram> = new Set(['ubridge', 'dynamips', 'vpcs']);

/**
 * Ports by which the emulators of a host let everybody in: uBridge where the server listens on all
 * addresses, VPCS by its own console always, Dynamips up to 0.2.22. Orphans too, which go on listening. In
 * the order of the ports.
 */
export function exposedPorts({ processes, sockets }: Pick<HostReading, 'processes' | 'sockets'>): ExposedPort[] {
  const emulators = new Map(processes.map((one) => [one.pid, one]));
  const byToldPort = new Map(processes.flatMap((one) => controlPorts(one).map((port) => [port, one] as const)));
  const exposed = new Map<string, ExposedPort>();
  for (const row of sockets.rows) {
    if (row.protocol !== 'tcp' || row.state !== 'LISTEN' || isLoopback(row.localAddress)) continue;
    const owner = ownerOf(row, emulators, byToldPort);
    if (owner === undefined || !WITHOUT_PASSWORD.has(owner.program)) continue;
    const { localAddress: address, localPort: port } = row;
    exposed.set(`${address} ${port}`, { program: owner.program, pid: owner.pid, address, port });
  }
  return [...exposed.values()].sort((one, other) => one.port - other.port);
}

/**
 * The descriptors of a uBridge that has capabilities are hidden, and its command line is not: that names the
 * port.
 */
function ownerOf(
  { pid, localPort }: SocketRow,
  emulators: ReadonlyMap<number, EmulatorProcess>,
  byToldPort: ReadonlyMap<number, EmulatorProcess>,
): EmulatorProcess | undefined {
  return pid === undefined ? byToldPort.get(localPort) : emulators.get(pid);
}

/** The TCP ports that the command line of an emulator names: `-H` of Dynamips and uBridge, `-p` of VPCS. */
export function controlPorts({ program, args }: Pick<EmulatorProcess, 'program' | 'args'>): number[] {
  const at = args.indexOf(program === 'vpcs' ? '-p' : '-H');
  const port = Number(/(?:^|:)(\d{1,5})$/.exec(at < 0 ? '' : (args[at + 1] ?? ''))?.[1] ?? 0);
  return port > 0 && port <= MAX_PORT ? [port] : [];
}
