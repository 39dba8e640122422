import { bestChain } from './best-chain.ts';
import { Crowding } from './crowding.ts';
import type { RangeItem } from './range-item.ts';
import { RangeSet, type Stretch } from './range-set.ts';
import type { Worth } from './worth.ts';

export interface Kept {
  readonly kept: Set<RangeItem>;
  /** True if no other choice keeps more. */
  readonly isMost: boolean;
}

/**
 * The most items that can stay where they are without doing each other harm: an exact maximum, by weighted
 * interval scheduling (n log n). Of equal choices the one that keeps more ports wins, then the one that keeps
 * what comes first. Items that are fixed stay in any case. With `keepsRoom` none that stays has little room
 * in front of another one (NIO003) that it had not before; `isMost` tells whether that is the maximum too.
 */
export function keepMost(items: readonly RangeItem[], gap: number, keepsRoom = false): Kept {
  const fixed = items.filter((item) => item.isFixed);
  const free = movable(items, fixed, gap);
  const isEmpty = (item: RangeItem): boolean => gap === 0 && item.length === 0;
  const startOf = (item: RangeItem): string => `${item.lab} ${item.base}`;
  // Of those that begin at one port one can stay; if an empty one does, the choice among the others is not
  // worth more.
  const startsOfEmpty = new Set(free.filter(isEmpty).map(startOf));
  const solid = free.filter((item) => !isEmpty(item));
  const places = new Map(items.map((item, index) => [item, index]));
  const crowding = keepsRoom ? new Crowding(items, free.filter(isEmpty)) : undefined;
  const worthOf = (item: RangeItem): Worth => ({
    count: (startsOfEmpty.has(startOf(item)) ? 0 : 1) - (crowding?.costsMark(item) ? 1 : 0),
    ports: item.length,
    early: items.length - (places.get(item) ?? 0),
  });
  const chosen = bestChain(solid, { gap, worthOf, crowding });
  const kept = new Set([...fixed, ...chosen]);
  const starts = new Set(chosen.map(startOf));
  for (const item of free.filter(isEmpty)) {
    if (starts.has(startOf(item))) continue;
    starts.add(startOf(item));
    kept.add(item);
  }
  if (crowding === undefined) return { kept, isMost: true };
  crowding.thin(kept);
  const most = fixed.length + startsOfEmpty.size + chosen.reduce((sum, item) => sum + worthOf(item).count, 0);
  const isExact = kept.size === most && !crowding.hidesRoom(solid);
  return { kept, isMost: isExact || kept.size === keepMost(items, gap).kept.size };
}

/** Those that can stay as far as they themselves and what is fixed have a say. */
function movable(items: readonly RangeItem[], fixed: readonly RangeItem[], gap: number): RangeItem[] {
  const reach = ({ base, length }: RangeItem): Stretch => ({
    first: base,
    end: base + (gap > 0 ? Math.max(length, 1) + gap : length),
  });
  const occupied = new RangeSet(fixed.map(reach));
  const starts = new Set(fixed.map(({ lab, base }) => `${lab} ${base}`));
  return items.filter(
    (item) =>
      !item.isFixed && !item.mustMove && !starts.has(`${item.lab} ${item.base}`) && !occupied.meets(reach(item)),
  );
}
