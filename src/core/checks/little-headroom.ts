import { HEADROOM } from '../bases/headroom.ts';
import type { Lab } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';
import { byMachineAndPort, type UsedRange } from './used-range.ts';

/** A range that will run into the next one after a few more links. */
export const littleHeadroom: Check = {
  id: 'NIO003',
  slug: 'little-headroom',
  severity: 'note',
  title: `Fewer than ${HEADROOM} link ends are left before a UDP range meets the next one`,
  *find(context) {
    const sorted = [...context.ranges].sort(byMachineAndPort);
    const above = rangesAbove(sorted);
    for (const [index, range] of sorted.entries()) {
      const next = above[index];
      if (range.given === 0 || next === undefined || next.first < range.next) continue;
      const left = next.first - range.next;
      if (left >= HEADROOM) continue;
      yield {
        message:
          left === 0
            ? `the next link end on ${range.hypervisor.name} takes UDP port ${range.next}, the first port of ${next.hypervisor.name}`
            : `${range.hypervisor.name} can take ${counted(left, 'more link end')} before it reaches the ports of ${next.hypervisor.name}`,
        evidence: {
          hypervisors: [range.hypervisor.name, next.hypervisor.name],
          ports: [`${range.first}–${range.next - 1}`, String(next.first)],
          locations: locationsOf(range.hypervisor, next.hypervisor),
        },
        remedy: proposeBases(context, [next], [range, next]),
        location: next.hypervisor.location,
      };
    }
  },
};

/**
 * For each of the sorted ranges the next one of its lab on its machine that begins higher, found from the
 * last one down.
 */
function rangesAbove(sorted: readonly UsedRange[]): Array<UsedRange | undefined> {
  const above = new Array<UsedRange | undefined>(sorted.length);
  const lowest = new Map<Lab, { range: UsedRange; above: UsedRange | undefined }>();
  for (let index = sorted.length - 1; index >= 0; index--) {
    const range = sorted[index] as UsedRange;
    const met = lowest.get(range.lab);
    const isAlone = met === undefined || met.range.machine !== range.machine;
    above[index] = isAlone ? undefined : met.range.first > range.first ? met.range : met.above;
    lowest.set(range.lab, { range, above: above[index] });
  }
  return above;
}
