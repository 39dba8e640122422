import { MAX_PORT, wrapPort } from '../address/port.ts';
import type { Nio } from '../allocation/step.ts';
import type { CheckContext } from '../checks/context.ts';
import { explicitNios } from '../checks/explicit-nio.ts';
import { groupBy } from '../checks/group-by.ts';
import { PROGRAM_RANGES } from '../checks/known-range.ts';
import { FIRST_UNPRIVILEGED, hasPrivilegedPorts } from '../checks/privileged-port.ts';
import type { UsedRange } from '../checks/used-range.ts';
import { canEdit } from '../lab/edit/edit-lab.ts';
import type { PortRange } from '../lab/lab.ts';
import type { BaseRules, PortsInUse } from './base-rules.ts';
import { HEADROOM } from './headroom.ts';
import type { BlockedRange } from './place-ranges.ts';

import { lastPort, type RangeItem } from './range-item.ts';

/** An item and where it comes from. */
export interface UdpItem extends RangeItem {
  readonly range: UsedRange;
  /** Why it must move, whatever the others do. */
  readonly faults: readonly string[];
}

/** One machine: what is counted up there, and what is in the way. */
export interface UdpMachine {
  readonly machine: string;
  readonly items: readonly UdpItem[];
  readonly blocked: readonly BlockedRange[];
}

/** Everything that has to find room, machine by machine. */
export function udpMachines(context: CheckContext, rules: BaseRules): UdpMachine[] {
  const strangers = strangersOf(context);
  const colliding = collisionsOf(context);
  return [...groupBy(context.ranges, (range) => range.machine)].map(([machine, ranges]) => {
    const inUse = rules.inUse?.get(machine);
    const explicit = strangers.filter((nio) => nio.explicit && context.machineOf(nio.hypervisor) === machine);
    const pooled = strangers.filter((nio) => !nio.explicit && context.machineOf(nio.hypervisor) === machine);
    const items = ranges.map((range): UdpItem => {
      const item = itemOf(context, range, rules);
      const faults = [
        ...placeFaults(context, item, rules),
        ...explicit.flatMap((nio) => explicitFault(item, nio)),
        ...collisionFault(colliding, range),
        ...liveFault(item, inUse),
      ];
      return { ...item, faults, mustMove: faults.length > 0 };
    });
    return { machine, items, blocked: blockedBy(explicit, pooled, inUse) };
  });
}

/** NIOs that no base of these labs moves: written out, or drawn from a pool. */
function strangersOf(context: CheckContext): Nio[] {
  const explicit = [...explicitNios(context)].map(({ nio }) => nio);
  const pooled = context.allocations.flatMap(({ countsUp, created }) => (countsUp ? [] : [...created]));
  return [...explicit, ...pooled.filter((nio) => !nio.explicit)];
}

function itemOf(context: CheckContext, range: UsedRange, rules: BaseRules): Omit<UdpItem, 'faults'> {
  const { lab, hypervisor } = range;
  return {
    range,
    base: range.first,
    length: range.given,
    lab: context.labs.indexOf(lab),
    isFixed: !canEdit(lab.format) || !lab.hypervisors.includes(hypervisor),
    mustMove: false,
    windows: windowsOf(context, range, rules),
    avoided: hypervisor.kind === 'dynamips' ? PROGRAM_RANGES : [],
  };
}

/** Where a range may lie, lowest first: neither in privileged nor in ephemeral ports. */
function windowsOf(context: CheckContext, { lab }: UsedRange, { range }: BaseRules): PortRange[] {
  const first = Math.max(
    range?.first ?? 0,
    !hasPrivilegedPorts(context) && range !== undefined ? 1 : FIRST_UNPRIVILEGED,
  );
  const last = Math.min(range?.last ?? MAX_PORT, MAX_PORT);
  const ephemeral = context.ephemeralRange(lab);
  return [
    { first, last: Math.min(last, ephemeral.first - 1) },
    { first: Math.max(first, ephemeral.last + 1), last },
  ].filter((window) => window.first <= window.last);
}

/** What is wrong with the place of a range itself. */
function placeFaults(context: CheckContext, item: Omit<UdpItem, 'faults'>, { range }: BaseRules): string[] {
  const last = lastPort(item, item.base);
  const ports = span(item.base, last);
  const ephemeral = context.ephemeralRange(item.range.lab);
  const faults: string[] = [];
  if (item.base < 1 || last > MAX_PORT) {
    faults.push(`has ${ports}, not between 1 and ${MAX_PORT} (NIO010 port-out-of-range)`);
  }
  if (hasPrivilegedPorts(context) && item.base >= 1 && item.base < FIRST_UNPRIVILEGED) {
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

function explicitFault(item: Omit<UdpItem, 'faults'>, nio: Nio): string[] {
  const { localPort, link } = nio;
  if (item.length === 0 || localPort < item.base || localPort >= item.base + item.length + HEADROOM) return [];
  const verb = localPort < item.base + item.length ? 'takes' : 'will soon take';
  return [`${verb} port ${localPort}, which ${link.name} writes out (NIO040 nio-in-range)`];
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
      one.of.hypervisor === range.hypervisor &&
      // What is written out inside the range has been said.
      !(one.with.explicit && one.with.localPort >= range.first && one.with.localPort < range.next),
  );
  if (found === undefined) return [];
  const { device, interface: name } = found.with;
  return [`takes port ${found.port}, which ${`${device} ${name}`.trim()} has too (NIO005 port-collision)`];
}

function liveFault(item: Omit<UdpItem, 'faults'>, inUse: PortsInUse | undefined): string[] {
  for (const [port, owner] of inUse?.udp ?? []) {
    if (port >= item.base && port < item.base + item.length)
      return [`takes port ${port}, which is in use by ${owner} now`];
  }
  return [];
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
