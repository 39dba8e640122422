import type { PortRange } from '../lab/lab.ts';
import { keepMost } from './keep-most.ts';
import { type Piece, PlaceMap } from './place-map.ts';
import { doHarm, lastPort, type RangeItem } from './range-item.ts';

/** Ports that nothing may be moved onto. `before`: how many ports in front of it must stay free too. */
export interface BlockedRange extends PortRange {
  readonly before: number;
}

export interface PlacementRules {
  /**
   * Ports to be left free behind each range; `isWish`: only behind those that move, and not where there is no
   * room.
   */
  readonly headroom: { readonly ports: number; readonly isWish: boolean };
  /** Bases are multiples of it; `isWish`: of a smaller number where that does not fit. */
  readonly stride: { readonly ports: number; readonly isWish: boolean };
}

export interface Placement {
  /** New bases of the items that move. */
  readonly bases: ReadonlyMap<RangeItem, number>;
  /** True if no plan moves fewer. */
  readonly isLeast: boolean;
}

/** One way of placing, from the one that is wished for to the one that is just possible. */
interface Manner {
  readonly headroom: number;
  readonly stride: number;
  /** Which of the lists of ports it keeps clear of that an item avoids; 0 for none. */
  readonly caution: number;
  /**
   * Places are looked for from the base that an item has, then from the usual one; else from the lowest port.
   */
  readonly fromItsBase: boolean;
}

/** A tight machine with more items is not searched through: the number of choices is astronomical. */
const MAX_SEARCHED = 12;
/** A try takes microseconds, so that a search ends within a second or so. */
const MAX_TRIES = 20_000;

/**
 * Moves as few items of one machine as possible, so that none does harm to another. Without want of room the
 * number is the least there is (`keepMost`), also among the plans that bring no range near the next one.
 * Where those that must move find no room between those that stay, up to twelve items are searched through,
 * and the number is the least again unless the search grows too long; past that all are packed anew, large
 * ones first. Undefined if there is no room.
 */
export function placeRanges(
  items: readonly RangeItem[],
  blocked: readonly BlockedRange[],
  rules: PlacementRules,
): Placement | undefined {
  const gap = rules.headroom.isWish ? 0 : rules.headroom.ports;
  const rooms = rules.headroom.isWish ? [rules.headroom.ports, 0] : [gap];
  for (const headroom of rooms) {
    const { kept, isMost } = keepMost(items, gap, rules.headroom.isWish && headroom > 0);
    const moving = items.filter((item) => !kept.has(item));
    if (moving.length === 0) return { bases: new Map(), isLeast: isMost };
    const bases = placeSomehow(moving, takenBy([...kept], blocked, headroom), mannersWith(headroom, rules));
    if (bases !== undefined) return { bases, isLeast: isMost };
  }
  return placeTightly(items, blocked, rules, gap);
}

/** Where all ways that are wished for fail. */
function placeTightly(
  items: readonly RangeItem[],
  blocked: readonly BlockedRange[],
  rules: PlacementRules,
  gap: number,
): Placement | undefined {
  const manner: Manner = { ...(mannersWith(gap, rules).at(-1) as Manner), fromItsBase: false };
  const atLeast = items.length - keepMost(items, gap).kept.size;
  const found = search(items, blocked, { gap, atLeast, manner });
  if (found !== undefined && found !== 'too long') return { bases: found, isLeast: true };
  if (found === undefined) return undefined;
  const fixed = items.filter((item) => item.isFixed);
  const loose = bySize(items.filter((item) => !item.isFixed));
  const bases = place(loose, takenBy(fixed, blocked, gap), [manner]);
  if (bases === undefined) return undefined;
  for (const [item, base] of bases) if (item.base === base) bases.delete(item);
  return { bases, isLeast: false };
}

/** From the one that is wished for to the one that is just possible, all with this headroom. */
function mannersWith(headroom: number, { stride }: PlacementRules): Manner[] {
  const strides = stride.isWish ? [stride.ports, 20, 1] : [stride.ports];
  return [2, 1, 0].flatMap((caution) =>
    strides.map((ports): Manner => ({ headroom, stride: ports, caution, fromItsBase: true })),
  );
}

/** First each item in the best manner for which it finds room, then all of them in one. */
function placeSomehow(
  moving: readonly RangeItem[],
  taken: PlaceMap,
  manners: readonly Manner[],
): Map<RangeItem, number> | undefined {
  for (const tried of [manners, ...manners.slice(1).map((manner) => [manner])]) {
    for (const order of [moving, bySize(moving)]) {
      const bases = place(order, taken, tried);
      if (bases !== undefined) return bases;
    }
  }
  return undefined;
}

/**
 * The ports of a machine with all that stays on it, at its new base if it has one, in addition to those
 * before.
 */
export function takenBy(
  kept: Iterable<RangeItem>,
  blocked: readonly BlockedRange[],
  headroom: number,
  bases: ReadonlyMap<RangeItem, number> = new Map(),
  before?: PlaceMap,
): PlaceMap {
  const taken = new PlaceMap(before);
  for (const { first, last, before } of blocked) taken.take({ first: first - before, last });
  for (const item of kept) {
    const base = bases.get(item) ?? item.base;
    taken.take({ first: base, last: lastPort(item, base) + headroom });
  }
  return taken;
}

function bySize(items: readonly RangeItem[]): RangeItem[] {
  return [...items].sort((a, b) => b.length - a.length);
}

/**
 * Gives each item in turn the first place that is free, in the first manner for which there is one; undefined
 * if one finds none.
 */
function place(
  order: readonly RangeItem[],
  takenBefore: PlaceMap,
  manners: readonly Manner[],
): Map<RangeItem, number> | undefined {
  const taken = new PlaceMap(takenBefore);
  const bases = new Map<RangeItem, number>();
  for (const item of order) {
    const base = firstFree(item, taken, manners);
    if (base === undefined) return undefined;
    bases.set(item, base);
    taken.take({ first: base, last: lastPort(item, base) + (manners[0]?.headroom ?? 0) });
  }
  return bases;
}

/**
 * Where one more range goes, in the manner of `placeRanges` as far as there is room for it; takes the ports.
 */
export function placeOne(item: RangeItem, taken: PlaceMap, { headroom, stride }: PlacementRules): number | undefined {
  for (const room of headroom.isWish ? [headroom.ports, 0] : [headroom.ports]) {
    const base = firstFree(item, taken, mannersWith(room, { headroom, stride }));
    if (base === undefined) continue;
    taken.take({ first: base, last: lastPort(item, base) + room });
    return base;
  }
  return undefined;
}

/** Bases from here on are proposed first: every table of GNS3 begins there. */
export const USUAL_BASE = 10_000;

/** In place of a list where nothing is avoided. */
const NOTHING: readonly PortRange[] = [];

/** Of `manners` the last one is the loosest: what has no room in it has none in any. */
function firstFree(item: RangeItem, taken: PlaceMap, manners: readonly Manner[]): number | undefined {
  const [wished, ...others] = manners;
  const base = wished && firstFreeIn(item, taken, wished);
  const loosest = others.at(-1);
  if (base !== undefined || loosest === undefined) return base;
  if (firstFreeIn(item, taken, loosest) === undefined) return undefined;
  for (const manner of others) {
    const other = firstFreeIn(item, taken, manner);
    if (other !== undefined) return other;
  }
  return undefined;
}

function firstFreeIn(item: RangeItem, taken: PlaceMap, manner: Manner): number | undefined {
  const { stride, headroom, caution, fromItsBase } = manner;
  const avoided = item.avoided[Math.min(caution, item.avoided.length) - 1] ?? NOTHING;
  const piece: Piece = { length: Math.max(item.length, 1) + headroom, stride, avoided };
  const starts = fromItsBase ? [item.base, USUAL_BASE, 0] : [0];
  for (const window of item.windows) {
    for (const start of starts.filter((one) => one === 0 || (one >= window.first && one <= window.last))) {
      const base = taken.firstFree(Math.max(window.first, start), piece);
      if (lastPort(item, base) <= window.last) return base;
    }
  }
  return undefined;
}

/**
 * Tries which items stay, fewest moves first, and for each choice all orders of those that move. An order in
 * which each item takes the first free place finds a packing wherever there is one: put them in the order of
 * the packing from left to right. Undefined if there is none.
 */
function search(
  items: readonly RangeItem[],
  blocked: readonly BlockedRange[],
  { gap, atLeast, manner }: { gap: number; atLeast: number; manner: Manner },
): Map<RangeItem, number> | 'too long' | undefined {
  const movable = items.filter((item) => !item.isFixed);
  if (movable.length > MAX_SEARCHED) return 'too long';
  let tries = 0;
  for (let count = atLeast; count <= movable.length; count++) {
    for (const moving of choices(movable, count)) {
      const kept = items.filter((item) => !moving.includes(item));
      const isWell = kept.every(
        (item, index) =>
          item.isFixed || (!item.mustMove && !kept.some((other, at) => at !== index && doHarm(item, other, gap))),
      );
      if (!isWell) continue;
      const taken = takenBy(kept, blocked, manner.headroom);
      for (const order of orders(moving)) {
        if (++tries > MAX_TRIES) return 'too long';
        const bases = place(order, taken, [manner]);
        if (bases !== undefined) return bases;
      }
    }
  }
  return undefined;
}

/** All ways to take `count` of the items, the later ones first. */
function* choices<T>(items: readonly T[], count: number): Generator<T[], void, undefined> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let index = items.length - 1; index >= count - 1; index--) {
    for (const others of choices(items.slice(0, index), count - 1)) yield [...others, items[index] as T];
  }
}

/** All orders of the items; those that need the same room are not told apart. */
function* orders(items: readonly RangeItem[]): Generator<RangeItem[], void, undefined> {
  if (items.length === 0) yield [];
  const tried = new Set<string>();
  for (const [index, item] of items.entries()) {
    const kind = `${item.length} ${JSON.stringify(item.windows)}`;
    if (tried.has(kind)) continue;
    tried.add(kind);
    for (const rest of orders(items.filter((_, at) => at !== index))) yield [item, ...rest];
  }
}
