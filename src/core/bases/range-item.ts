import type { PortRange } from '../lab/lab.ts';

/** The UDP ports that one hypervisor counts through on its machine, as a thing that may be moved. */
export interface RangeItem {
  readonly base: number;
  /** Ports that it gives out; 0 if nothing is linked there. */
  readonly length: number;
  /** Items of one lab must not even begin at one port. */
  readonly lab: number;
  /** Its base is written in no file that can be changed. */
  readonly isFixed: boolean;
  /** It cannot stay, whatever the others do. */
  readonly mustMove: boolean;
  /** Where all of its ports may lie. */
  readonly windows: readonly PortRange[];
  /**
   * Ports that it keeps clear of where it can: the first list before anything else, the second one, which
   * has the ports of the first too, where there is room for that as well.
   */
  readonly avoided: readonly (readonly PortRange[])[];
}

/** The last port of an item, if it begins at `base`; one without ports still has its base. */
export function lastPort(item: RangeItem, base: number): number {
  return base + Math.max(item.length, 1) - 1;
}

/**
 * True if two items that stay where they are do each other harm; `gap` is the number of ports to be left
 * behind each.
 */
export function doHarm(a: RangeItem, b: RangeItem, gap: number): boolean {
  if (a.lab === b.lab && a.base === b.base) return true;
  // Without links and without a wish for room there is nothing to collide.
  const [lengthA, lengthB] = [a, b].map(({ length }) => (gap > 0 ? Math.max(length, 1) + gap : length)) as [
    number,
    number,
  ];
  return lengthA > 0 && lengthB > 0 && a.base < b.base + lengthB && b.base < a.base + lengthA;
}
