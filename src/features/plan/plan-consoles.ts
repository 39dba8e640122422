import { MAX_PORT } from '../../core/address/port.ts';
import { TcpPorts } from '../../core/allocation/tcp-ports.ts';
import type { BaseRules } from '../../core/bases/base-rules.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { groupBy } from '../../core/group-by.ts';
import type { Hypervisor, Lab } from '../../core/lab/lab.ts';
import { type ConsoleSource, type ConsoleUser, consoleUsers, sourceKey } from './console-users.ts';
import { fewReasons } from './few-reasons.ts';
import { type Edge, leastCover } from './least-cover.ts';
import type { PlannedChange } from './planned-change.ts';

/**
 * A port that moves can make another console follow, for Dynagen takes the next higher port where one is
 * taken. Labs settle in one to three rounds; past this they would not.
 */
const MAX_ROUNDS = 20;
/** Of more consoles on one port than this only the first stays, without looking at all pairs. */
const MAX_PAIRED = 50;
/**
 * At most this many changes are tried away, newest first, and this many consoles given out for that: each try
 * gives out all of them, a million in a second or two.
 */
const MAX_TRIED_AWAY = 100;
const MAX_CONSOLES_TRIED = 200_000;

/** Bases are looked for in hundreds first, then in twenties as GNS3 spaces them, then anywhere. */
const STEPS = [100, 20, 1];

export interface ConsolePlan {
  readonly changes: readonly PlannedChange[];
  readonly isLeast: boolean;
}

/** A new number, and why. */
type ReasonedSource = ConsoleSource & { readonly reasons: readonly string[] };

/** A number and what is wrong with the consoles that it decides about. */
interface Unit {
  readonly source: Omit<ConsoleSource, 'to'>;
  readonly users: ConsoleUser[];
  /** What is wrong with each of them, where something is. */
  readonly reasons: Map<ConsoleUser, string>;
  mustMove: boolean;
}

/**
 * New console and AUX ports, for as few devices and hypervisors as possible: those that are written out move
 * at the device, those that are counted up with the base of their hypervisor. What a later round has made
 * superfluous is taken back; the rest is the least for certain only if it took one round. `control` are the
 * changes of control ports that are made too.
 */
export function planConsoles(context: CheckContext, control: readonly PlannedChange[], rules: BaseRules): ConsolePlan {
  const labs = context.allocations.map(({ lab, allocator }) => ({ lab, allocator }));
  const made = new Map<string, ReasonedSource>();
  const consolesWith = (changes: readonly ConsoleSource[]) => {
    const current = consoleUsers(labs, [...control, ...changes]);
    return { current, taken: takenPorts(context, current.labs, rules) };
  };
  let isLeast = true;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { current, taken } = consolesWith([...made.values()]);
    const { units, edges } = conflicts(context, current.users, taken);
    const choice = leastCover(units.length, edges);
    const inVain = round === 0 ? NOWHERE : overfull(context, current.users);
    const moving = units.filter(
      (unit, index) => (unit.mustMove || choice.cover.has(index)) && !inVain.has(machineOf(context, unit)),
    );
    if (moving.length === 0) {
      takeBack(made, current.users.length, (changes) => {
        const tried = consolesWith(changes);
        return isSettled(context, tried.current.users, tried.taken);
      });
      break;
    }
    isLeast &&= choice.isLeast && round === 0;
    for (const { console } of current.users) taken.take(context.machineOf(console.hypervisor), console.port);
    let hasMoved = false;
    for (const unit of moving) {
      for (const change of move(context, unit, current.labs, taken)) {
        hasMoved = true;
        const key = sourceKey(change);
        made.set(key, { ...change, reasons: [...new Set([...(made.get(key)?.reasons ?? []), ...change.reasons])] });
      }
    }
    // All ports of a host are taken: another round would find none either.
    if (!hasMoved) break;
  }
  return { changes: finished([...made.values()], consoleUsers(labs, [])), isLeast };
}

const NOWHERE: ReadonlySet<string> = new Set();

/** Machines with more consoles than ports, where no round settles: the first one gives out what is free. */
function overfull(context: CheckContext, users: readonly ConsoleUser[]): ReadonlySet<string> {
  const byMachine = groupBy(users, ({ console }) => context.machineOf(console.hypervisor));
  return new Set([...byMachine].flatMap(([machine, own]) => (own.length > MAX_PORT ? [machine] : [])));
}

function machineOf(context: CheckContext, { users: [user] }: Unit): string {
  return user === undefined ? '' : context.machineOf(user.console.hypervisor);
}

/** Takes each change back without which nothing clashes, newest first. */
function takeBack<Change extends ConsoleSource>(
  made: Map<string, Change>,
  consoles: number,
  isSettled: (changes: readonly Change[]) => boolean,
): void {
  const tries = Math.min(MAX_TRIED_AWAY, Math.ceil(MAX_CONSOLES_TRIED / Math.max(consoles, 1)));
  for (const key of [...made.keys()].reverse().slice(0, tries)) {
    const rest = [...made].flatMap(([other, change]) => (other === key ? [] : [change]));
    if (isSettled(rest)) made.delete(key);
  }
}

function portKey(context: CheckContext, hypervisor: Hypervisor, port: number): string {
  return `${context.machineOf(hypervisor)} ${port}`;
}

/**
 * Control ports, and ports in use: who has them, in words. Managed hypervisors of GNS3 are among those of the
 * allocation.
 */
function takenPorts(context: CheckContext, labs: readonly Lab[], { inUse }: BaseRules): TcpPorts {
  const taken = new TcpPorts();
  for (const [machine, { tcp }] of inUse ?? [])
    for (const [port, owner] of tcp) taken.take(machine, port, `is in use by ${owner} now`);
  for (const [index, { lab, hypervisors }] of context.allocations.entries()) {
    const written = new Set(lab.hypervisors);
    const started = hypervisors.filter((hypervisor) => !written.has(hypervisor));
    for (const hypervisor of [...(labs[index]?.hypervisors ?? []), ...started])
      taken.take(
        context.machineOf(hypervisor),
        hypervisor.port,
        `is the control port of ${hypervisor.name} (NIO032 console-meets-control-port)`,
      );
  }
  return taken;
}

/** What is wrong with the consoles, as units that must move and pairs of which one must. */
function conflicts(
  context: CheckContext,
  users: readonly ConsoleUser[],
  taken: TcpPorts,
): { units: Unit[]; edges: Edge[] } {
  const byKey = unitsOf(users);
  const units = [...byKey.values()];
  const numberOf = new Map(units.map((unit, index) => [unit, index]));
  const unitOf = ({ source }: ConsoleUser): Unit | undefined => source && byKey.get(sourceKey(source));
  const edges: Edge[] = [];
  for (const group of groupBy(users, ({ console }) => portKey(context, console.hypervisor, console.port)).values()) {
    const { hypervisor, port } = (group[0] as ConsoleUser).console;
    const blockedBy = whyBlocked(taken, context.machineOf(hypervisor), port);
    if (blockedBy === undefined && group.length === 1) continue;
    judge(context, group, unitOf, blockedBy);
    if (blockedBy === undefined && group.length <= MAX_PAIRED) edges.push(...pairs(group, unitOf, numberOf));
  }
  return { units, edges: edges.filter(([a, b]) => !units[a]?.mustMove && !units[b]?.mustMove) };
}

/** True if `conflicts` would leave nothing to move; asked often, and mostly the first few ports say no. */
function isSettled(context: CheckContext, users: readonly ConsoleUser[], taken: TcpPorts): boolean {
  const machines = new Map<string, Map<number, ConsoleUser>>();
  for (const user of users) {
    const { hypervisor, port } = user.console;
    const machine = context.machineOf(hypervisor);
    const holders = machines.get(machine) ?? new Map<number, ConsoleUser>();
    machines.set(machine, holders);
    const holder = holders.get(port);
    holders.set(port, user);
    if (whyBlocked(taken, machine, port) !== undefined) {
      if (user.source !== undefined) return false;
    } else if (holder !== undefined && keyOf(holder) !== keyOf(user)) return false;
  }
  return true;
}

function keyOf({ source }: ConsoleUser): string | undefined {
  return source && sourceKey(source);
}

/** Why no console at all can have a port; undefined if one can. */
function whyBlocked(taken: TcpPorts, machine: string, port: number): string | undefined {
  return port < 1 || port > MAX_PORT ? 'does not exist (NIO035 console-out-of-range)' : taken.why(machine, port);
}

/** Of two that may move the later goes; a written port is changed rather than a base. */
function unitsOf(users: readonly ConsoleUser[]): Map<string, Unit> {
  const byKey = new Map<string, Unit>();
  for (const user of [...users].sort((a, b) => Number(isOfDevice(a)) - Number(isOfDevice(b)))) {
    if (user.source === undefined) continue;
    const key = sourceKey(user.source);
    const unit = byKey.get(key);
    if (unit === undefined) byKey.set(key, { source: user.source, users: [user], reasons: new Map(), mustMove: false });
    else unit.users.push(user);
  }
  return byKey;
}

/** Notes at the units of one port what is wrong there, and whether they have to move in any case. */
function judge(
  { labs }: CheckContext,
  group: readonly ConsoleUser[],
  unitOf: (user: ConsoleUser) => Unit | undefined,
  blockedBy: string | undefined,
): void {
  const hasFixed = group.some(({ source }) => source === undefined);
  for (const user of group) {
    const unit = unitOf(user);
    const other = group.find((one) => one !== user && unitOf(one) !== unit);
    if (unit === undefined) continue;
    const { port } = user.console;
    // A change of a device says itself whose port it is.
    const own = isOfDevice(user) ? '' : `the ${nameOf(user)}: `;
    if (blockedBy !== undefined) unit.reasons.set(user, `${own}TCP port ${port} ${blockedBy}`);
    else if (other !== undefined) {
      const lab = other.lab === user.lab ? '' : ` in ${labs[other.lab]?.name}`;
      unit.reasons.set(user, `${own}TCP port ${port} is the ${nameOf(other)}${lab} (NIO031 console-twice)`);
    }
    unit.mustMove ||= blockedBy !== undefined || hasFixed || (group.length > MAX_PAIRED && user !== group[0]);
  }
}

function isOfDevice({ source }: ConsoleUser): boolean {
  return source?.target.type === 'device';
}

function pairs(
  group: readonly ConsoleUser[],
  unitOf: (user: ConsoleUser) => Unit | undefined,
  numberOf: ReadonlyMap<Unit, number>,
): Edge[] {
  const numbers = group.flatMap((user) => {
    const unit = unitOf(user);
    return unit === undefined ? [] : [numberOf.get(unit) ?? 0];
  });
  const distinct = [...new Set(numbers)];
  return distinct.flatMap((a, index) => distinct.slice(index + 1).map((b): Edge => [a, b]));
}

function nameOf({ console: { type, device } }: ConsoleUser): string {
  return `${type === 'aux' ? 'AUX port' : 'console'} of ${device.name}`;
}

/** New numbers for a unit. Where no base fits all consoles, each device at fault gets a port of its own. */
function move(context: CheckContext, unit: Unit, labs: readonly Lab[], taken: TcpPorts): ReasonedSource[] {
  const { source, users, reasons } = unit;
  const { target, setting, lab } = source;
  if (target.type === 'hypervisor') {
    const hypervisor = labs[lab]?.hypervisors[target.index] as Hypervisor;
    const base = setting === 'aux' ? hypervisor.baseAux : hypervisor.baseConsole;
    const offsets = users.map(({ console }) => console.port - base);
    const machine = context.machineOf(hypervisor);
    const to = freeBase(base, offsets, machine, taken);
    if (to !== undefined) {
      for (const offset of offsets) taken.take(machine, to + offset);
      return [{ ...source, to, reasons: [...reasons.values()] }];
    }
  }
  const atFault = users.filter((user) => reasons.has(user));
  return (atFault.length > 0 ? atFault : users).flatMap((user): ReasonedSource[] => {
    const { hypervisor, device, port } = user.console;
    const base = setting === 'aux' ? hypervisor.baseAux : hypervisor.baseConsole;
    const from = port >= 1 && port < MAX_PORT ? port + 1 : base;
    const to = taken.takeNext(context.machineOf(hypervisor), from);
    if (to === undefined) return [];
    const own = reasons.get(user);
    const why = own === undefined ? [] : [own];
    return [{ lab, setting, target: { type: 'device', name: device.name }, to, reasons: why }];
  });
}

/** Where counting begins when the base in the file is none. */
const USUAL_BASE = 2000;

function freeBase(base: number, offsets: readonly number[], machine: string, taken: TcpPorts): number | undefined {
  const highest = MAX_PORT - offsets.reduce((a, b) => Math.max(a, b), 0);
  for (const start of [base, USUAL_BASE]) {
    for (const step of STEPS) {
      const first = Math.max(Math.ceil((start + 1) / step) * step, 1024);
      const to = taken.freeBase(machine, offsets, { first, highest, step });
      if (to !== undefined) return to;
    }
  }
  return undefined;
}

/** What each change was from, and the first of its reasons. */
function finished(
  changes: readonly ReasonedSource[],
  before: { readonly users: readonly ConsoleUser[]; readonly labs: readonly Lab[] },
): PlannedChange[] {
  const keyOf = (lab: number, device: string, setting: string): string => `${lab} ${setting} ${device}`;
  const consoles = new Map(
    before.users.map(({ lab, console }) => [keyOf(lab, console.device.name, console.type), console]),
  );
  return changes.flatMap((change) => {
    const { lab, target, setting, reasons } = change;
    const hypervisor = target.type === 'hypervisor' ? before.labs[lab]?.hypervisors[target.index] : undefined;
    const base = setting === 'aux' ? hypervisor?.baseAux : hypervisor?.baseConsole;
    const own = target.type === 'device' ? consoles.get(keyOf(lab, target.name, setting)) : undefined;
    const from = base ?? own?.port ?? change.to;
    // A port that was given out and is now to be written down is a change, even if it is the same: others may
    // not take it.
    const isWritten = base !== undefined || own?.explicit === true;
    return from === change.to && isWritten ? [] : [{ ...change, from, reasons: fewReasons(reasons) }];
  });
}
