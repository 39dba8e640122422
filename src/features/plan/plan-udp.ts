import type { BaseRules } from '../../core/bases/base-rules.ts';
import { HEADROOM } from '../../core/bases/headroom.ts';
import { placeRanges } from '../../core/bases/place-ranges.ts';
import { doHarm, lastPort, type RangeItem } from '../../core/bases/range-item.ts';
import { type UdpItem, type UdpMachine, udpMachines } from '../../core/bases/udp-machines.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { fewReasons } from './few-reasons.ts';
import type { Obstacle, PlannedChange } from './planned-change.ts';

/** Bases are spaced by it, as GNS3 does: they are easy to see in a table. */
const USUAL_STRIDE = 100;

export interface UdpPlan {
  readonly changes: readonly PlannedChange[];
  readonly obstacles: readonly Obstacle[];
  /** True if no plan moves fewer hypervisors. */
  readonly isLeast: boolean;
}

/** New base UDP ports for as few hypervisors as possible, so that all labs can run at once. */
export function planUdp(context: CheckContext, rules: BaseRules): UdpPlan {
  const changes: PlannedChange[] = [];
  const obstacles: Obstacle[] = [];
  let isLeast = true;
  for (const one of udpMachines(context, rules)) {
    const placement = placeRanges(one.items, one.blocked, {
      headroom: { ports: rules.headroom ?? HEADROOM, isWish: rules.headroom === undefined },
      stride: { ports: rules.stride ?? USUAL_STRIDE, isWish: rules.stride === undefined },
    });
    if (placement === undefined) {
      obstacles.push({ machine: one.machine, message: whyNot(one, rules) });
      continue;
    }
    isLeast &&= placement.isLeast;
    const bases = placement.bases as ReadonlyMap<RangeItem, number>;
    for (const item of one.items) {
      const to = bases.get(item);
      if (to === undefined || to === item.base) continue;
      const { lab, hypervisor } = item.range;
      changes.push({
        lab: item.lab,
        target: { type: 'hypervisor', index: lab.hypervisors.indexOf(hypervisor) },
        setting: 'udp',
        from: hypervisor.baseUdp,
        to,
        reasons: reasonsFor(item, one, bases, rules.headroom ?? 0),
      });
    }
  }
  return { changes, obstacles, isLeast };
}

function reasonsFor(
  item: UdpItem,
  { items }: UdpMachine,
  moved: ReadonlyMap<RangeItem, number>,
  gap: number,
): readonly string[] {
  const others = items.filter((other) => other !== item && doHarm(item, other, gap));
  // Who stays where it is, is what it has to give way to.
  const staying = others.filter((other) => !moved.has(other));
  const reasons = [...item.faults, ...(staying.length > 0 ? staying : others).map((other) => clash(item, other))];
  if (reasons.length === 0) return ['makes room for the others'];
  return fewReasons(reasons);
}

function clash(item: UdpItem, other: UdpItem): string {
  const { name } = other.range.hypervisor;
  const isOneLab = item.lab === other.lab;
  const whose = isOneLab ? name : `${name} in ${other.range.lab.name}`;
  if (isOneLab && item.base === other.base) return `has the base of ${whose} (NIO001 same-base-udp)`;
  const first = Math.max(item.base, other.base);
  const last = Math.min(item.base + item.length, other.base + other.length) - 1;
  if (first > last) return `leaves too little room between it and ${whose} (--headroom)`;
  const ports = first === last ? `port ${first}` : `ports ${first}–${last}`;
  return `takes ${ports} of ${whose} (${isOneLab ? 'NIO002 overlapping-ranges' : 'NIO004 labs-collide'})`;
}

/** Says what is needed and what there is. */
function whyNot({ machine, items, blocked }: UdpMachine, rules: BaseRules): string {
  const headroom = rules.headroom ?? 0;
  const needed = items.reduce((sum, item) => sum + Math.max(item.length, 1) + headroom, 0) - headroom;
  const windows = items[0]?.windows ?? [];
  const allowed =
    rules.range === undefined
      ? windows.map(({ first, last }) => `${first}–${last}`).join(' and ')
      : `${rules.range.first}-${rules.range.last}`;
  const inTheWay = blocked.filter((one) => windows.some(({ first, last }) => one.first >= first && one.first <= last));
  const size = windows.reduce((sum, { first, last }) => sum + last - first + 1, 0) - inTheWay.length;
  const asked = `the labs need ${needed} UDP ports on ${machine}${headroom > 0 ? `, with ${headroom} free behind each range` : ''}`;
  if (needed > size) return `${asked}, and ${allowed || 'the range'} has ${size}: ${needed - size} too few`;
  const largest = items.reduce((a, b) => (b.length > a.length ? b : a), items[0] as UdpItem);
  const last = lastPort(largest, 0) + 1;
  return `${asked}, the largest range ${last} in one piece; ${allowed} has ${size}, but not in pieces that fit${rules.stride === undefined ? '' : ` bases that are multiples of ${rules.stride}`}`;
}
