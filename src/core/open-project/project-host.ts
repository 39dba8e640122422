import { meansThisMachine } from '../address/host.ts';
import { isIp } from '../address/ip-address.ts';
import { groupBy } from '../group-by.ts';
import { HostView } from '../sockets/host-view.ts';
import type { SocketRow } from '../sockets/socket-table.ts';
import type {
  EmulatorProcess,
  EmulatorProgram,
  EndedProcess,
  HopCounters,
  HostReading,
  HypervisorNio,
  HypervisorReading,
  UBridgeBridge,
  UBridgeReading,
} from './host.ts';
import { isLeftBehind } from './left-behind.ts';
import type { ServerNode, ServerProject, ServerSays } from './server.ts';

/** A bridge with the uBridge that has it. */
export interface PlacedBridge {
  readonly pid: number;
  readonly bridge: UBridgeBridge;
}

/** Whether a program of a node runs: it does, it has ended, or that could not be seen. */
export type Running<T> = T | 'ended' | 'not seen';

/**
 * What one host says of the nodes of a project, found by node. What a server that is gone has left behind is
 * no part of it: only `processOf` knows those.
 */
export class ProjectHost {
  readonly view: HostView;
  readonly reading: HostReading;
  private readonly project: ServerProject;
  /** How the server calls the computes that it is. */
  private readonly computeHosts: readonly string[];
  private readonly earlier: HostReading | undefined;
  private readonly processes: ReadonlyMap<number, EmulatorProcess>;
  private readonly byDirectory: ReadonlyMap<string, readonly EmulatorProcess[]>;
  private readonly left: ReadonlySet<number>;
  private readonly ubridges: ReadonlyMap<number, UBridgeReading>;
  private readonly bridgesByName: ReadonlyMap<string, readonly PlacedBridge[]>;
  private readonly bridgesByPort: ReadonlyMap<number, readonly PlacedBridge[]>;
  private readonly hypervisors: readonly HypervisorReading[];
  private readonly hypervisorByPid: ReadonlyMap<number, HypervisorReading>;
  private readonly hypervisorByDevice: ReadonlyMap<string, readonly HypervisorReading[]>;
  private readonly endedByPlace: ReadonlyMap<string | undefined, readonly EndedProcess[]>;
  private readonly endedByDevice: ReadonlyMap<string | undefined, readonly EndedProcess[]>;
  private readonly complaints: ReadonlyMap<string | undefined, readonly string[]>;
  private readonly rowsByPid: ReadonlyMap<number | undefined, readonly SocketRow[]>;
  private addresses: ReadonlySet<string> | undefined;
  private isHome: boolean | undefined;
  private counters: ReadonlyMap<string, HopCounters> | undefined;

  constructor(reading: HostReading, { project, computes }: ServerSays, earlier?: HostReading) {
    this.reading = reading;
    this.project = project;
    this.computeHosts = computes.filter(({ id }) => reading.computeIds.includes(id)).map(({ host }) => host);
    this.earlier = earlier;
    this.view = new HostView(reading.sockets);
    this.processes = new Map(reading.processes.map((process) => [process.pid, process]));
    this.left = new Set(
      reading.processes.filter((process) => isLeftBehind(process, this.processes)).map(({ pid }) => pid),
    );
    const living = reading.processes.filter(({ pid }) => !this.left.has(pid));
    this.byDirectory = groupBy(living, ({ program, directory }) => keyOf(program, lastPart(directory)));
    const ubridges = reading.ubridges.filter(({ pid }) => !this.left.has(pid));
    this.ubridges = new Map(ubridges.map((ubridge) => [ubridge.pid, ubridge]));
    const bridges = ubridges.flatMap(({ pid, bridges }) => bridges.map((bridge) => ({ pid, bridge })));
    this.bridgesByName = groupBy(bridges, ({ bridge }) => bridge.name);
    this.bridgesByPort = groupBy(bridges, ({ bridge }) => bridge.source?.ports?.localPort ?? -1);
    this.hypervisors = reading.hypervisors.filter(({ pid }) => !this.left.has(pid));
    this.hypervisorByPid = new Map(this.hypervisors.map((hypervisor) => [hypervisor.pid, hypervisor]));
    const named = this.hypervisors.flatMap((hypervisor) => hypervisor.devices.map((name) => ({ hypervisor, name })));
    this.hypervisorByDevice = new Map(
      [...groupBy(named, ({ name }) => name)].map(([name, all]) => [name, all.map(({ hypervisor }) => hypervisor)]),
    );
    this.endedByPlace = groupBy(reading.ended, ({ directory }) => lastPart(directory));
    this.endedByDevice = groupBy(reading.ended, ({ device }) => device);
    this.complaints = new Map([...reading.complaints].map(([directory, lines]) => [lastPart(directory), lines]));
    this.rowsByPid = groupBy(
      reading.sockets.rows.filter(({ protocol }) => protocol === 'udp'),
      ({ pid }) => pid,
    );
  }

  get name(): string {
    return this.reading.host;
  }

  /** True if frames that are sent to an address from here go to `other`: a name may be any. */
  reaches(address: string, other: ProjectHost | undefined): boolean {
    if (other === undefined || !isIp(address)) return true;
    return other === this ? this.view.owns(address) || this.isAt(address) : other.isAt(address);
  }

  /** True if others reach this host at an address: its sockets show those that it has. */
  private isAt(address: string): boolean {
    this.addresses ??= new Set([
      ...this.view.table.addresses,
      ...this.view.table.rows.map(({ localAddress }) => localAddress),
      ...this.computeHosts,
    ]);
    return !meansThisMachine(address) && this.addresses.has(address);
  }

  processOf(pid: number | undefined): EmulatorProcess | undefined {
    return pid === undefined ? undefined : this.processes.get(pid);
  }

  /** True if the server that has started a process is gone. */
  isLeft(pid: number | undefined): boolean {
    return pid !== undefined && this.left.has(pid);
  }

  /** The processes of a program that work in the directory of a node: VPCS has two. */
  ofNode(program: EmulatorProgram, { id }: ServerNode): readonly EmulatorProcess[] {
    return this.byDirectory.get(keyOf(program, id)) ?? [];
  }

  /** UDP sockets of a process. */
  socketsOf(pid: number): readonly SocketRow[] {
    return this.rowsByPid.get(pid) ?? [];
  }

  /** True for a uBridge that said all that it has. */
  isAsked(ubridge: Running<EmulatorProcess>): boolean {
    const reading = typeof ubridge === 'string' ? undefined : this.ubridges.get(ubridge.pid);
    return reading !== undefined && reading.unasked === undefined;
  }

  bridgesOf(pid: number): readonly PlacedBridge[] {
    return this.ubridges.get(pid)?.bridges.map((bridge) => ({ pid, bridge })) ?? [];
  }

  /**
   * The uBridge of a node, by its directory. One that was started while another had gone may have been left
   * empty: of several the one with the most bridges counts, and of these the newest.
   */
  ubridgeOf(node: ServerNode): Running<EmulatorProcess> {
    const count = ({ pid }: EmulatorProcess): number => this.ubridges.get(pid)?.bridges.length ?? 0;
    const [best] = this.ofNode('ubridge', node).toSorted((a, b) => count(b) - count(a) || b.pid - a.pid);
    return best ?? this.absence('ubridge');
  }

  bridgeNamed(name: string): PlacedBridge | undefined {
    return this.bridgesByName.get(name)?.[0];
  }

  /** The bridge whose source has these ports: that of the uBridge `pid`, if that is known. */
  bridgeFrom(localPort: number, remotePort: number, pid: number | undefined): PlacedBridge | undefined {
    return this.bridgesByPort
      .get(localPort)
      ?.find((placed) => (pid ?? placed.pid) === placed.pid && placed.bridge.source?.ports?.remotePort === remotePort);
  }

  /** The bridge of a uBridge whose source has this port, wherever it points. */
  bridgeAt(localPort: number, pid: number): PlacedBridge | undefined {
    return this.bridgesByPort.get(localPort)?.find((placed) => placed.pid === pid);
  }

  /**
   * The Dynamips of a router, which works in the directory of the node, or of a switch, by its name there.
   */
  hypervisorOf(node: ServerNode): Running<HypervisorReading | EmulatorProcess> {
    const own = this.ofNode('dynamips', node)[0];
    if (own !== undefined) return this.hypervisorByPid.get(own.pid) ?? own;
    const named = this.hypervisorByDevice.get(node.name) ?? [];
    const found = named.find(({ pid }) => this.isOfProject(this.processOf(pid)?.directory));
    return found ?? this.absenceOfDynamips(node);
  }

  /** How counters have grown since the earlier reading; undefined if they are not known or began anew. */
  grownOf(keyOf: () => string, now: HopCounters | undefined): HopCounters | undefined {
    if (this.earlier === undefined || now === undefined) return undefined;
    this.counters ??= countersOf(this.earlier);
    const before = this.counters.get(keyOf());
    if (before === undefined) return undefined;
    const grown = {
      packetsIn: now.packetsIn - before.packetsIn,
      packetsOut: now.packetsOut - before.packetsOut,
      bytesIn: now.bytesIn - before.bytesIn,
      bytesOut: now.bytesOut - before.bytesOut,
    };
    return Object.values(grown).some((number) => number < 0) ? undefined : grown;
  }

  /** What an ended process of a node has left. */
  endedOf(program: string, node: ServerNode): EndedProcess | undefined {
    const found = [...(this.endedByPlace.get(node.id) ?? []), ...(this.endedByDevice.get(node.name) ?? [])];
    return found.find((ended) => ended.program === program);
  }

  /** What the uBridge of a node complained about. */
  complaintsOf(node: ServerNode): readonly string[] {
    return this.complaints.get(node.id) ?? [];
  }

  /** A program that is not found has ended if all of its processes say where they work. */
  absence(program: EmulatorProgram): 'ended' | 'not seen' {
    return this.tellsAbsence() && !this.byDirectory.has(keyOf(program, undefined)) ? 'ended' : 'not seen';
  }

  /**
   * Only on Linux processes say where they work. A host on which neither a GNS3 server nor any program of the
   * project runs is another one than that of the project, as at the near end of a tunnel of ssh.
   */
  private tellsAbsence(): boolean {
    this.isHome ??= this.reading.processes.some(
      ({ program, directory }) => program === 'gns3server' || (directory !== undefined && this.isOfProject(directory)),
    );
    return this.isHome && (this.reading.sockets.system ?? 'linux') === 'linux';
  }

  /**
   * The Dynamips of switches share a directory: one that did not say what it has may be the one of a switch.
   */
  private absenceOfDynamips({ type }: ServerNode): 'ended' | 'not seen' {
    if (!this.tellsAbsence()) return 'not seen';
    const isOfSwitches = ({ directory }: EmulatorProcess): boolean =>
      type !== 'dynamips' && this.isOfProject(directory) && lastPart(directory) === 'dynamips';
    return this.isSomeUnasked(isOfSwitches) ? 'not seen' : 'ended';
  }

  /**
   * True if a Dynamips that may be the one did not say what it has: one of an unknown directory, or of these.
   */
  private isSomeUnasked(mayBe: (process: EmulatorProcess) => boolean): boolean {
    const told = new Set(
      this.hypervisors.flatMap(({ pid, unasked, devices }) =>
        unasked === undefined || devices.length > 0 ? [pid] : [],
      ),
    );
    return this.reading.processes.some((process) => {
      const { program, pid, directory } = process;
      if (program !== 'dynamips' || this.left.has(pid) || told.has(pid)) return false;
      return directory === undefined || mayBe(process);
    });
  }

  /** A process that does not say where it works may be of any project. */
  private isOfProject(directory: string | undefined): boolean {
    const { id, path } = this.project;
    if (directory === undefined) return true;
    return directory.includes(id) || (path !== undefined && directory.startsWith(`${path}/`));
  }
}

export function bridgeKey(pid: number, name: string, side: 'source' | 'destination'): string {
  return `${pid} ${side} ${name}`;
}

export function nioKey(pid: number, { name }: Pick<HypervisorNio, 'name'>): string {
  return `${pid} nio ${name}`;
}

function countersOf({ ubridges, hypervisors }: HostReading): Map<string, HopCounters> {
  const counters = new Map<string, HopCounters>();
  for (const { pid, bridges } of ubridges)
    for (const { name, source, destination } of bridges) {
      if (source?.counters !== undefined) counters.set(bridgeKey(pid, name, 'source'), source.counters);
      if (destination?.counters !== undefined) counters.set(bridgeKey(pid, name, 'destination'), destination.counters);
    }
  for (const { pid, nios } of hypervisors)
    for (const nio of nios) if (nio.counters !== undefined) counters.set(nioKey(pid, nio), nio.counters);
  return counters;
}

function keyOf(program: EmulatorProgram, place: string | undefined): string {
  return `${program} ${place ?? '?'}`;
}

/** The last part of a path: for a router, a VPCS or a cloud the id of its node. */
function lastPart(directory: string | undefined): string | undefined {
  return directory?.replace(/\/+$/, '').split('/').at(-1);
}
