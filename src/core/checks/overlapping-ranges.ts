import { groupBy } from '../group-by.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { overlapFinding } from './overlap-finding.ts';
import { overlapGroups, type UsedRange } from './used-range.ts';

/** Ranges of one lab that start apart and have grown into each other. */
export const overlappingRanges: Check = {
  id: 'NIO002',
  slug: 'overlapping-ranges',
  severity: 'error',
  title: 'UDP ranges of hypervisors on one host have grown into each other',
  *find(context) {
    for (const ranges of groupBy(context.ranges, ({ lab }) => lab).values()) {
      for (const group of overlapGroups(ranges)) {
        // Hypervisors with one base are a finding of their own; here only the growth matters.
        const bases = new Set(group.map((range) => range.first));
        if (bases.size < 2) continue;
        if (haveGaps(context, group) && !isHarmed(context, group)) continue;
        const names = listed(group.map((range) => range.hypervisor.name));
        yield overlapFinding(context, `the UDP ranges of ${names} overlap on one host`, group, movableRanges(group));
      }
    }
  },
};

/** By this rule counters are moved: what lies between the first and the last port is not all taken. */
function haveGaps({ allocations }: CheckContext, [range]: readonly UsedRange[]): boolean {
  return allocations.some(({ lab, allocator }) => lab === range?.lab && allocator === 'dynagen-0.8.3');
}

function isHarmed(context: CheckContext, group: readonly UsedRange[]): boolean {
  return context.collisionSeverity(group.map(({ hypervisor }) => hypervisor)) === 'error';
}

/** All but the lowest range of each base; the lowest of all may stay where it is. */
function movableRanges(group: readonly UsedRange[]): UsedRange[] {
  const kept = new Set<number>();
  return group.filter((range, index) => {
    const isFirstOfItsBase = !kept.has(range.first);
    kept.add(range.first);
    return index > 0 && isFirstOfItsBase;
  });
}
