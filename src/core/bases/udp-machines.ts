import { FIRST_UNPRIVILEGED, MAX_PORT, wrapPort } from '../address/port.ts';
import type { Nio } from '../allocation/step.ts';
import type { CheckContext } from '../checks/context.ts';
import { explicitNios } from '../checks/explicit-nio.ts';
import type { UsedRange } from '../checks/used-range.ts';
import { countUpTo } from '../count-up-to.ts';
import { groupBy } from '../group-by.ts';
import { hasPrivilegedPorts } from '../kernel/privileged-ports.ts';
import { canEdit } from '../lab/edit/can-edit.ts';
import type { Lab, PortRange } from '../lab/lab.ts';
import type { BaseRules, PortsInUse } from './base-rules.ts';
import { HEADROOM } from './headroom.ts';
import { meets, PROGRAM_RANGES, SERVER_RANGES } from './known-ranges.ts';
import type { BlockedRange } from './place-ranges.ts';
import { lastPort, type RangeItem } from './range-item.ts';

/** An item and where it comes from. */
export interface UdpItem extends RangeItem {
  readonly range: UsedRange;
  /** Why it must move, whatever the others do. */
  readonly faults: readonly string[];
  /** How many reasons there are in addition to these. */
  readonly moreFaults: number;
}

/** One machine: what is counted up there, and what is in the way. */
export interface UdpMachine {
  readonly machine: string;
  readonly items: readonly UdpItem[];
  readonly blocked: readonly BlockedRange[];
}

/** Everything that has to find room, machine by machine. */
export function udpMachines(context: CheckContext, rules: BaseRules): UdpMachine[] {
  const strangers = groupBy(strangersOf(context), (nio) => context.machineOf(nio.hypervisor));
  const colliding = groupBy(collisionsOf(context), ({ of }) => of.hypervisor);
  const itemOf = itemMaker(context, rules);
  return [...groupBy(context.ranges, (range) => range.machine)].map(([machine, ranges]) => {
    const inUse = rules.inUse?.get(machine);
    const there = strangers.get(machine) ?? [];
    const explicit = there.filter((nio) => nio.explicit).sort((a, b) => a.localPort - b.localPort);
    const explicitPorts = explicit.map((nio) => nio.localPort);
    const portsInUse = [...(inUse?.udp.keys() ?? [])].sort((a, b) => a - b);
    const items = ranges.map((range): UdpItem => {
      const item = itemOf(range);
      const written = explicitNear(item, explicit, explicitPorts);
      const faults = [
        ...placeFaults(context, item, rules),
        ...written.slice(0, MAX_WRITTEN).map((nio) => explicitFault(item, nio)),
        ...collisionFault(colliding.get(range.hypervisor) ?? [], range),
        ...liveFault(item, inUse, portsInUse),
      ];
      const moreFaults = Math.max(0, written.length - MAX_WRITTEN);
      return { ...item, faults, moreFaults, mustMove: faults.length > 0 };
    });
    const pooled = there.filter((nio) => !nio.explicit);
    return { machine, items, blocked: blockedBy(explicit, pooled, inUse) };
  });
}

/** Reasons are read: of more written ports in a range only the number is of interest. */
const MAX_WRITTEN = 3;

/** NIOs that no base of these labs moves: written out, or drawn from a pool. */
function strangersOf(context: CheckContext): Nio[] {
  const explicit = [...explicitNios(context)].map(({ nio }) => nio);
  const pooled = context.allocations.flatMap(({ countsUp, created }) => (countsUp ? [] : [...created]));
  return [...explicit, ...pooled.filter((nio) => !nio.explicit)];
}

function itemMaker(
  context: CheckContext,
  rules: BaseRules,
): (range: UsedRange) => Omit<UdpItem, 'faults' | 'moreFaults'> {
  const places = new Map(context.labs.map((lab, index) => [lab, index]));
  const written = new Set(context.labs.flatMap((lab) => (canEdit(lab.format) ? lab.hypervisors : [])));
  return (range) => ({
    range,
    base: range.first,
    length: range.given,
    lab: places.get(range.lab) ?? -1,
    isFixed: !written.has(range.hypervisor),
    mustMove: false,
    windows: windowsOf(context, range.lab, rules),
    avoided: avoidedBy(range),
  });
}

/** With the pools of GNS3 servers, for those that are in none of them now. */
const ALL_KNOWN_RANGES: readonly PortRange[] = [...PROGRAM_RANGES, ...SERVER_RANGES];

/** What the check of known ranges (NIO013) would say anew of a range that goes there. */
function avoidedBy(range: UsedRange): RangeItem['avoided'] {
  if (range.hypervisor.kind !== 'dynamips') return [];
  const isInPool = range.given === 0 || SERVER_RANGES.some((known) => meets(range, known));
  return isInPool ? [PROGRAM_RANGES] : [PROGRAM_RANGES, ALL_KNOWN_RANGES];
}

/** Where a range may lie, lowest first: neither in privileged nor in ephemeral ports. */
export function windowsOf(context: CheckContext, lab: Lab, { range }: BaseRules): PortRange[] {
  const first = Math.max(
    range?.first ?? 0,
    !hasPrivilegedPorts(context.kernel) && range !== undefined ? 1 : FIRST_UNPRIVILEGED,
  );
  const last = Math.min(range?.last ?? MAX_PORT, MAX_PORT);
  const ephemeral = context.ephemeralRange(lab);
  return [
    { first, last: Math.min(last, ephemeral.first - 1) },
    { first: Math.max(first, ephemeral.last + 1), last },
  ].filter((window) => window.first <= window.last);
}

/** What is wrong with the place of a range itself. */
function placeFaults(
  context: CheckContext,
  item: Omit<UdpItem, 'faults' | 'moreFaults'>,
  { range }: BaseRules,
): string[] {
  const last = lastPort(item, item.base);
  const ports = span(item.base, last);
  const ephemeral = context.ephemeralRange(item.range.lab);
  const faults: string[] = [];
  if (item.base < 1 || last > MAX_PORT) {
    faults.push(`has ${ports}, not between 1 and ${MAX_PORT} (NIO010 port-out-of-range)`);
  }
  if (hasPrivilegedPorts(context.kernel) && item.base >= 1 && item.base < FIRST_UNPRIVILEGED) {
    faults.push(`has ${ports}, and those below ${FIRST_UNPRIVILEGED} need root (NIO011 privileged-port)`);
  }
  if (last >= ephemeral.first && item.base <= ephemeral.last) {
    faults.push(
      `has ${ports} in the host's ephemeral ports ${ephemeral.first}–${ephemeral.last} (NIO012 ephemeral-range)`,
    );
  }
  if (range !== undefined && (item.base < range.first || last > range.last)) {
    faults.push(`has ${ports} outside --range ${range.first}-${range.last}`);
  }
  return faults;
}

/** What is written out in the ports of an item, or so near behind that it will be taken soon. */
function explicitNear({ base, length }: RangeItem, explicit: readonly Nio[], ports: readonly number[]): readonly Nio[] {
  if (length === 0) return [];
  return explicit.slice(countUpTo(ports, base - 1), countUpTo(ports, base + length + HEADROOM - 1));
}

function explicitFault({ base, length }: RangeItem, { localPort, link }: Nio): string {
  const verb = localPort < base + length ? 'takes' : 'will soon take';
  return `${verb} port ${localPort}, which ${link.name} writes out (NIO040 nio-in-range)`;
}

interface Collision {
  readonly of: Nio;
  readonly with: Nio;
  readonly port: number;
}

/** Ports that a counter and something else than a counter both want. */
function collisionsOf(context: CheckContext): Collision[] {
  const [generation] = context.generations;
  if (generation === undefined) return [];
  const prediction = context.prediction(generation);
  if (!prediction.hasCollisions) return [];
  const counted = new Set(context.ranges.map(({ hypervisor }) => hypervisor));
  // Each socket names one other that it meets; on one port there may be more.
  const meeting = new Map<string, { port: number; nios: Set<Nio> }>();
  for (const socket of prediction.collidingSockets()) {
    const key = `${context.machineOf(socket.nio.hypervisor)} ${socket.port}`;
    const known = meeting.get(key) ?? { port: socket.port, nios: new Set() };
    meeting.set(key, known);
    known.nios.add(socket.nio).add(prediction.socket(socket.holder).nio);
  }
  const collisions: Collision[] = [];
  for (const { port, nios } of meeting.values()) {
    const isCounted = (nio: Nio): boolean => !nio.explicit && counted.has(nio.hypervisor);
    const stranger = [...nios].find((nio) => !isCounted(nio));
    if (stranger === undefined) continue;
    for (const nio of nios) if (isCounted(nio)) collisions.push({ of: nio, with: stranger, port });
  }
  return collisions;
}

function collisionFault(collisions: readonly Collision[], range: UsedRange): string[] {
  const found = collisions.find(
    (one) =>
      // What is written out inside the range has been said.
      !(one.with.explicit && one.with.localPort >= range.first && one.with.localPort < range.next),
  );
  if (found === undefined) return [];
  const { device, interface: name } = found.with;
  return [`takes port ${found.port}, which ${`${device} ${name}`.trim()} has too (NIO005 port-collision)`];
}

function liveFault({ base, length }: RangeItem, inUse: PortsInUse | undefined, ports: readonly number[]): string[] {
  const port = ports[countUpTo(ports, base - 1)];
  if (port === undefined || port >= base + length) return [];
  return [`takes port ${port}, which is in use by ${inUse?.udp.get(port)} now`];
}

function blockedBy(
  explicit: readonly Nio[],
  pooled: readonly Nio[],
  inUse: PortsInUse | undefined,
): readonly BlockedRange[] {
  const ports = new Map<number, number>();
  for (const port of [...pooled.map((nio) => nio.localPort), ...(inUse?.udp.keys() ?? [])]) ports.set(port, 0);
  for (const { localPort } of explicit) {
    ports.set(wrapPort(localPort), HEADROOM);
    ports.set(localPort, HEADROOM);
  }
  return [...ports].map(([port, before]) => ({ first: port, last: port, before }));
}

function span(first: number, last: number): string {
  return first === last ? `UDP port ${first}` : `UDP ports ${first}–${last}`;
}
