import type { Machines } from '../address/host.ts';
import type { Allocation } from '../allocation/allocation.ts';
import type { Hypervisor, Lab } from '../lab/lab.ts';

/** The UDP ports that one hypervisor has given out, on its machine: `first` up to, not including, `next`. */
export interface UsedRange {
  /** Which of the labs. */
  readonly lab: Lab;
  readonly machine: string;
  readonly hypervisor: Hypervisor;
  readonly first: number;
  readonly next: number;
  readonly given: number;
}

/**
 * The ranges of all hypervisors that count up from a base of their own. Rule sets with a pool per host have
 * none.
 */
export function usedRanges(allocations: readonly Allocation[], machines: Machines): UsedRange[] {
  return allocations.flatMap((allocation) =>
    allocation.countsUp
      ? allocation.used.map(({ hypervisor, first, next, given }) => ({
          lab: allocation.lab,
          machine: machines.machineOf(hypervisor.host),
          hypervisor,
          first,
          next,
          given,
        }))
      : [],
  );
}

/**
 * Ranges that take a port of each other on one machine, directly or through others, each group in port order.
 * Empty ranges touch nothing. A sweep over the sorted ranges: n log n.
 */
export function overlapGroups(ranges: readonly UsedRange[]): UsedRange[][] {
  const sorted = ranges.filter((range) => range.next > range.first).sort(byMachineAndPort);
  const groups: UsedRange[][] = [];
  let group: UsedRange[] = [];
  let end = 0;
  for (const range of sorted) {
    if (group[0]?.machine === range.machine && range.first < end) {
      group.push(range);
      end = Math.max(end, range.next);
      continue;
    }
    if (group.length > 1) groups.push(group);
    group = [range];
    end = range.next;
  }
  if (group.length > 1) groups.push(group);
  return groups;
}

/** Machine by machine, lowest port first; the order of the file among equals. */
export function byMachineAndPort(a: UsedRange, b: UsedRange): number {
  if (a.machine !== b.machine) return a.machine < b.machine ? -1 : 1;
  return a.first - b.first;
}

/** True if two ranges share a port. */
export function overlap(a: UsedRange, b: UsedRange): boolean {
  return a.machine === b.machine && a.first < b.next && b.first < a.next && a.next > a.first && b.next > b.first;
}
