import { groupBy } from '../group-by.ts';
import type { Lab } from '../lab/lab.ts';
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
    const withGaps = labsWithGaps(context);
    for (const [lab, ranges] of groupBy(context.ranges, ({ lab }) => lab)) {
      for (const group of overlapGroups(ranges)) {
        // Hypervisors with one base are a finding of their own; here only the growth matters.
        const bases = new Set(group.map((range) => range.first));
        if (bases.size < 2) continue;
        if (withGaps.has(lab) && !isHarmed(context, group)) continue;
        const names = listed(group.map((range) => range.hypervisor.name));
        yield overlapFinding(context, `the UDP ranges of ${names} overlap on one host`, group, movableRanges(group));
      }
    }
  },
};

/** By this rule counters are moved: what lies between the first and the last port is not all taken. */
function labsWithGaps({ allocations }: CheckContext): ReadonlySet<Lab> {
  return new Set(allocations.flatMap(({ lab, allocator }) => (allocator === 'dynagen-0.8.3' ? [lab] : [])));
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
