import { doHarm, type RangeItem } from './range-item.ts';

/** What a choice is worth: items kept, then ports kept, then items that come early in the files. */
interface Worth {
  readonly count: number;
  readonly ports: number;
  readonly early: number;
}

const NOTHING: Worth = { count: 0, ports: 0, early: 0 };

/**
 * The most items that can stay where they are without doing each other harm: an exact maximum, by weighted
 * interval scheduling (n log n). Of equal choices the one that keeps more ports wins, then the one that keeps
 * what comes first. Items that are fixed stay in any case.
 */
export function keepMost(items: readonly RangeItem[], gap: number): Set<RangeItem> {
  const fixed = items.filter((item) => item.isFixed);
  const free = items.filter(
    (item) => !item.isFixed && !item.mustMove && !fixed.some((other) => doHarm(item, other, gap)),
  );
  const isEmpty = (item: RangeItem): boolean => gap === 0 && item.length === 0;
  const startOf = (item: RangeItem): string => `${item.lab} ${item.base}`;
  // Of those that begin at one port one can stay; if an empty one does, the choice among the others is not
  // worth more.
  const startsOfEmpty = new Set(free.filter(isEmpty).map(startOf));
  const solid = free.filter((item) => !isEmpty(item));
  const kept = schedule(solid, gap, (item) => ({
    count: startsOfEmpty.has(startOf(item)) ? 0 : 1,
    ports: item.length,
    early: items.length - items.indexOf(item),
  }));
  const starts = new Set(kept.map(startOf));
  for (const item of free.filter(isEmpty)) {
    if (starts.has(startOf(item))) continue;
    starts.add(startOf(item));
    kept.push(item);
  }
  return new Set([...fixed, ...kept]);
}

function schedule(items: readonly RangeItem[], gap: number, worthOf: (item: RangeItem) => Worth): RangeItem[] {
  const endOf = ({ base, length }: RangeItem): number => base + (gap > 0 ? Math.max(length, 1) : length) + gap;
  const sorted = [...items].sort((a, b) => endOf(a) - endOf(b));
  const ends = sorted.map(endOf);
  /** The best choice among the first n, and whether the n-th is in it. */
  const best: Worth[] = [NOTHING];
  const isTaken: boolean[] = [];
  for (const [index, item] of sorted.entries()) {
    const without = best[index] as Worth;
    const withIt = sum(best[countUpTo(ends, item.base)] as Worth, worthOf(item));
    isTaken.push(compare(withIt, without) > 0);
    best.push(isTaken[index] ? withIt : without);
  }
  const kept: RangeItem[] = [];
  for (let count = sorted.length; count > 0; ) {
    const item = sorted[count - 1] as RangeItem;
    if (isTaken[count - 1]) {
      kept.push(item);
      count = countUpTo(ends, item.base);
    } else count--;
  }
  return kept;
}

/** How many of the sorted ends are at most `limit`. */
function countUpTo(ends: readonly number[], limit: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(a: Worth, b: Worth): Worth {
  return { count: a.count + b.count, ports: a.ports + b.ports, early: a.early + b.early };
}

function compare(a: Worth, b: Worth): number {
  return a.count - b.count || a.ports - b.ports || a.early - b.early;
}
