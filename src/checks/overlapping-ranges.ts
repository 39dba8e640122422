import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import { proposeBases } from './propose-bases.ts';
import { listed } from './same-base-udp.ts';
import { overlapGroups, type UsedRange } from './used-range.ts';

/** Ranges of one lab that start apart and have grown into each other. */
export const overlappingRanges: Check = {
  id: 'NIO002',
  slug: 'overlapping-ranges',
  severity: 'error',
  title: 'UDP ranges of hypervisors on one host have grown into each other',
  *find(context) {
    for (const lab of context.labs) {
      for (const group of overlapGroups(context.ranges.filter((range) => range.lab === lab))) {
        // Hypervisors with one base are a finding of their own; here only the growth matters.
        const bases = new Set(group.map((range) => range.first));
        if (bases.size < 2) continue;
        const hypervisors = group.map((range) => range.hypervisor);
        const movable = movableRanges(group);
        yield {
          severity: context.collisionSeverity(hypervisors),
          message: `the UDP ranges of ${listed(hypervisors.map((hypervisor) => hypervisor.name))} run into each other on one host`,
          evidence: {
            hypervisors: hypervisors.map((hypervisor) => hypervisor.name),
            ports: group.map((range) => `${range.first}–${range.next - 1}`),
            locations: hypervisors.flatMap((hypervisor) => hypervisor.location ?? []),
          },
          consequences: consequencesFor(context, hypervisors),
          remedy: proposeBases(context, movable),
          location: movable[0]?.hypervisor.location,
        };
      }
    }
  },
};

/** All but the lowest range of each base; the lowest of all may stay where it is. */
function movableRanges(group: readonly UsedRange[]): UsedRange[] {
  const kept = new Set<number>();
  return group.filter((range, index) => {
    const isFirstOfItsBase = !kept.has(range.first);
    kept.add(range.first);
    return index > 0 && isFirstOfItsBase;
  });
}
