import type { BaseRules } from '../../core/bases/base-rules.ts';
import { placedMachines } from '../../core/bases/placed-machines.ts';
import { lastPort, type RangeItem } from '../../core/bases/range-item.ts';
import type { UdpItem, UdpMachine } from '../../core/bases/udp-machines.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { Clashes } from './clashes.ts';
import type { Obstacle, PlannedChange } from './planned-change.ts';

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
  const placeOf = new Map(context.labs.flatMap((lab) => lab.hypervisors.map((one, index) => [one, index])));
  let isLeast = true;
  for (const one of placedMachines(context, rules)) {
    const { placement } = one;
    if (placement === undefined) {
      obstacles.push({ machine: one.machine, message: whyNot(one, rules) });
      continue;
    }
    isLeast &&= placement.isLeast;
    const bases: ReadonlyMap<RangeItem, number> = placement.bases;
    const clashes = new Clashes(one.items, bases, rules.headroom ?? 0);
    for (const item of one.items) {
      const to = bases.get(item);
      if (to === undefined || to === item.base) continue;
      const { hypervisor } = item.range;
      changes.push({
        lab: item.lab,
        target: { type: 'hypervisor', index: placeOf.get(hypervisor) ?? 0 },
        setting: 'udp',
        from: hypervisor.baseUdp,
        to,
        reasons: clashes.reasonsFor(item),
      });
    }
  }
  return { changes, obstacles, isLeast };
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
