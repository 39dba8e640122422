import { eachPort, portRanges } from '../../core/address/port-ranges.ts';
import { BANNED_PORTS } from '../../core/allocation/banned-ports.ts';
import { PROGRAM_RANGES } from '../../core/bases/known-ranges.ts';
import { CheckContext } from '../../core/checks/context.ts';
import { groupBy } from '../../core/group-by.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { HypervisorState, SocketState, TraceState } from '../../core/trace/trace-state.ts';

/**
 * Whose ports a lane shows:
 * - `counter`: a hypervisor that counts from its base, or lets Dynamips search from there;
 * - `pool`: the pool of a host;
 * - `file`: ports that are written out in the lab;
 * - `start`: what nodes take when they start;
 * - `program`: what another program takes by default;
 * - `ephemeral`: what the system gives to outgoing connections.
 */
export type LaneKind = 'counter' | 'pool' | 'file' | 'start' | 'program' | 'ephemeral';

/** One line of a ruler. */
export interface PortLane {
  readonly kind: LaneKind;
  readonly owner: string;
  readonly lab?: string;
  /** From the base up to what was given last; a pool, or what a program takes. */
  readonly range?: PortRange;
  /** The ports that are given at this step and not given back. */
  readonly taken: readonly PortRange[];
  /** Those of them that another end of the machine has already. */
  readonly second: readonly PortRange[];
  /** Where the counter stands, or the lowest free port of the pool. */
  readonly next?: number;
  /** Present if its hypervisor has stopped: its sockets are closed, and there is no counter any more. */
  readonly isStopped?: true;
}

/** Ports that more than one lane has. */
export interface Overlap extends PortRange {
  readonly owners: readonly string[];
}

/** The UDP ports of one machine. */
export interface MachinePorts {
  readonly machine: string;
  readonly lanes: readonly PortLane[];
  readonly overlaps: readonly Overlap[];
}

/** What the lanes of a machine are made of: the same objects as long as nothing happens to them. */
export interface MachineState {
  readonly machine: string;
  readonly hypervisors: readonly HypervisorState[];
  /** Its sockets that are not closed. */
  readonly open: readonly SocketState[];
  readonly devices: TraceState['devices'];
}

/** The state of each machine, in the order of the lab. */
export function machineStates({ hypervisors, sockets, devices }: TraceState): MachineState[] {
  const byMachine = groupBy(
    sockets.filter(({ isClosed }) => !isClosed),
    ({ machine }) => machine,
  );
  return [...groupBy(hypervisors, ({ machine }) => machine)].map(([machine, ofMachine]) => {
    return { machine, hypervisors: ofMachine, open: byMachine.get(machine) ?? [], devices };
  });
}

/** The UDP ports of a machine that the lab takes itself. */
export function machinePorts(state: MachineState): MachinePorts {
  const lanes = ownLanes(state);
  return { machine: state.machine, lanes, overlaps: overlapsOf(lanes) };
}

/** Lanes of what the lab takes itself. */
function ownLanes({ hypervisors, open, devices }: MachineState): PortLane[] {
  const second = secondClaims(open);
  const lane = (kind: LaneKind, owner: string, sockets: readonly SocketState[], more: Partial<PortLane>): PortLane => ({
    kind,
    owner,
    taken: portRanges(sockets.map(portOf)),
    second: portRanges(sockets.filter(({ index }) => second.has(index)).map(portOf)),
    ...more,
  });
  const counted = hypervisors.filter(({ pool }) => pool === undefined);
  const given = open.filter(({ by }) => by !== 'file');
  const written = open.filter(({ by }) => by === 'file');
  return [
    ...byBase(counted).map(({ hypervisor, lab, base, next, isStopped }) => {
      const sockets = given.filter((socket) => socket.hypervisor === hypervisor && socket.lab === lab);
      return lane('counter', hypervisor, sockets, {
        ...(lab !== undefined && { lab }),
        ...(base !== undefined && next !== undefined && next > base && { range: { first: base, last: next - 1 } }),
        ...(isStopped ? { isStopped: true as const } : next !== undefined && { next }),
      });
    }),
    ...poolLanes(hypervisors, ({ host, pool }) => {
      const atStart = startLanes(hypervisors, devices).flatMap(({ taken }) => [...eachPort(taken)]);
      const next = nextOfPool(pool, new Set([...open.map(portOf), ...atStart]));
      return lane('pool', host, given.filter(isOfPool(hypervisors)), {
        range: pool,
        ...(next !== undefined && { next }),
      });
    }),
    ...(written.length === 0 ? [] : [lane('file', 'ports written in the lab', written, {})]),
    ...startLanes(hypervisors, devices),
  ];
}

/** A pool gives its lowest free port; whether one that servers ban comes next depends on their version. */
function nextOfPool({ first, last }: PortRange, taken: ReadonlySet<number>): number | undefined {
  let port = first;
  while (taken.has(port)) port++;
  return port > last || BANNED_PORTS.has(port) ? undefined : port;
}

function byBase(hypervisors: readonly HypervisorState[]): HypervisorState[] {
  return [...hypervisors].sort((one, other) => (one.base ?? 0) - (other.base ?? 0));
}

/** Hypervisors of one machine share a pool. */
function poolLanes(
  hypervisors: readonly HypervisorState[],
  laneOf: (hypervisor: HypervisorState & { readonly pool: PortRange }) => PortLane,
): PortLane[] {
  const pooled = hypervisors.find(hasPool);
  return pooled === undefined ? [] : [laneOf(pooled)];
}

function hasPool(hypervisor: HypervisorState): hypervisor is HypervisorState & { readonly pool: PortRange } {
  return hypervisor.pool !== undefined;
}

function isOfPool(hypervisors: readonly HypervisorState[]): (socket: SocketState) => boolean {
  const names = new Set(hypervisors.filter(hasPool).map(({ hypervisor, lab = '' }) => `${lab}\n${hypervisor}`));
  return ({ hypervisor, lab = '' }) => names.has(`${lab}\n${hypervisor}`);
}

function startLanes(hypervisors: readonly HypervisorState[], devices: TraceState['devices']): PortLane[] {
  const names = new Set(hypervisors.map(({ hypervisor, lab = '' }) => `${lab}\n${hypervisor}`));
  const ports = devices
    .filter(({ hypervisor, lab = '' }) => names.has(`${lab}\n${hypervisor}`))
    .flatMap(({ atStart }) => atStart);
  if (ports.length === 0) return [];
  return [{ kind: 'start', owner: 'ports that nodes take when they start', taken: portRanges(ports), second: [] }];
}

/** The port that a socket has, or wants. */
function portOf({ boundPort, port }: SocketState): number {
  return boundPort ?? port % 65_536;
}

/** Sockets whose port an earlier one has. */
function secondClaims(open: readonly SocketState[]): Set<number> {
  const claimed = new Set<number>();
  const second = new Set<number>();
  for (const socket of open) {
    const port = portOf(socket);
    if (claimed.has(port)) second.add(socket.index);
    claimed.add(port);
  }
  return second;
}

const ephemeralRanges = new WeakMap<LabModel, PortRange>();

function ephemeralRange(model: LabModel): PortRange | undefined {
  const [lab] = model.labs;
  const range = ephemeralRanges.get(model) ?? (lab && new CheckContext(model).ephemeralRange(lab));
  if (range !== undefined) ephemeralRanges.set(model, range);
  return range;
}

/** What may meet the ports of a machine: programs with usual ports, and the ephemeral range. */
export function otherLanes(model: LabModel, { lanes }: MachinePorts): PortLane[] {
  const meets = ({ first, last }: PortRange): boolean =>
    lanes.some(({ range, taken, kind }) => {
      const all = kind === 'pool' || range === undefined ? taken : [range, ...taken];
      return all.some((one) => one.first <= last && one.last >= first);
    });
  const ephemeral = ephemeralRange(model);
  const lane = (kind: LaneKind, owner: string, { first, last }: PortRange): PortLane => {
    return { kind, owner, range: { first, last }, taken: [], second: [] };
  };
  return [
    ...PROGRAM_RANGES.filter(meets).map((range) => lane('program', range.program, range)),
    ...(ephemeral !== undefined && meets(ephemeral) ? [lane('ephemeral', 'ephemeral range', ephemeral)] : []),
  ];
}

/** Ports that two lanes have, by given range or by socket; a range of a pool counts as far as it is taken. */
function overlapsOf(lanes: readonly PortLane[]): Overlap[] {
  const first = new Map<number, PortLane>();
  const owners = new Map<number, Set<string>>();
  for (const lane of lanes) {
    const ranges = lane.kind === 'counter' && lane.range !== undefined ? [lane.range, ...lane.taken] : lane.taken;
    for (const port of eachPort(ranges)) {
      const other = first.get(port);
      if (other === undefined) first.set(port, lane);
      else if (other !== lane) owners.set(port, (owners.get(port) ?? new Set([laneName(other)])).add(laneName(lane)));
    }
  }
  const shared = [...owners];
  const byOwners = groupBy(shared, ([, names]) => [...names].join('\n'));
  return [...byOwners.values()]
    .flatMap((group) =>
      portRanges(group.map(([port]) => port)).map((range) => ({ ...range, owners: [...(group[0]?.[1] ?? [])] })),
    )
    .sort((one, other) => one.first - other.first);
}

/** How a lane is called in a sentence. */
export function laneName({ owner, lab }: Pick<PortLane, 'owner' | 'lab'>): string {
  return lab === undefined ? owner : `${owner} (${lab})`;
}
