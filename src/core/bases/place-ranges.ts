import type { PortRange } from '../lab/lab.ts';
import { keepMost } from './keep-most.ts';
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
  readonly avoids: boolean;
  /**
   * Places are looked for from the base that an item has, then from the usual one; else from the lowest port.
   */
  readonly fromItsBase: boolean;
}

/**
 * Up to so many items a tight machine is searched through; past that the number of choices is astronomical.
 */
const MAX_SEARCHED = 12;
/** A try takes microseconds, so that a search ends within a second or so. */
const MAX_TRIES = 20_000;

/**
 * Moves as few items of one machine as possible, so that none does harm to another. Without want of room the
 * number is the least there is (`keepMost`). Where those that must move find no room beside those that stay,
 * up to twelve items are searched through, and the number is the least again unless the search grows too
 * long; past that all are packed anew, large ones first. Undefined if there is no room.
 */
export function placeRanges(
  items: readonly RangeItem[],
  blocked: readonly BlockedRange[],
  rules: PlacementRules,
): Placement | undefined {
  const gap = rules.headroom.isWish ? 0 : rules.headroom.ports;
  const kept = keepMost(items, gap);
  const moving = items.filter((item) => !kept.has(item));
  if (moving.length === 0) return { bases: new Map(), isLeast: true };
  const all = manners(rules);
  for (const manner of all) {
    for (const order of [moving, bySize(moving)]) {
      const bases = place(order, [...kept], blocked, manner);
      if (bases !== undefined) return { bases, isLeast: true };
    }
  }
  const tightest: Manner = { ...(all.at(-1) as Manner), fromItsBase: false };
  const found = search(items, blocked, { gap, atLeast: moving.length, manner: tightest });
  if (found !== undefined && found !== 'too long') return { bases: found, isLeast: true };
  if (found === undefined) return undefined;
  const fixed = items.filter((item) => item.isFixed);
  const bases = place(bySize(items.filter((item) => !item.isFixed)), fixed, blocked, tightest);
  if (bases === undefined) return undefined;
  for (const [item, base] of bases) if (item.base === base) bases.delete(item);
  return { bases, isLeast: false };
}

function manners({ headroom, stride }: PlacementRules): Manner[] {
  const strides = stride.isWish ? [stride.ports, 20, 1] : [stride.ports];
  const rooms = headroom.isWish ? [headroom.ports, 0] : [headroom.ports];
  return rooms.flatMap((room) =>
    [true, false].flatMap((avoids) =>
      strides.map((ports): Manner => ({ headroom: room, stride: ports, avoids, fromItsBase: true })),
    ),
  );
}

function bySize(items: readonly RangeItem[]): RangeItem[] {
  return [...items].sort((a, b) => b.length - a.length);
}

/** Gives each item in turn the first place that is free; undefined if one finds none. */
function place(
  order: readonly RangeItem[],
  kept: readonly RangeItem[],
  blocked: readonly BlockedRange[],
  manner: Manner,
): Map<RangeItem, number> | undefined {
  const taken = [
    ...blocked.map(({ first, last, before }) => ({ first: first - before, last })),
    ...kept.map((item) => ({ first: item.base, last: lastPort(item, item.base) + manner.headroom })),
  ].sort((a, b) => a.first - b.first);
  const bases = new Map<RangeItem, number>();
  for (const item of order) {
    const base = firstFree(item, taken, manner);
    if (base === undefined) return undefined;
    bases.set(item, base);
    const range = { first: base, last: lastPort(item, base) + manner.headroom };
    const at = taken.findIndex((one) => one.first > range.first);
    taken.splice(at < 0 ? taken.length : at, 0, range);
  }
  return bases;
}

/** Bases from here on are proposed first: every table of GNS3 begins there. */
const USUAL_BASE = 10_000;

function firstFree(item: RangeItem, taken: readonly PortRange[], manner: Manner): number | undefined {
  const starts = manner.fromItsBase ? [item.base, USUAL_BASE, 0] : [0];
  const inTheWay = manner.avoids ? [...taken, ...item.avoided].sort((a, b) => a.first - b.first) : taken;
  for (const window of item.windows) {
    for (const start of starts) {
      if (start > window.last || (start < window.first && start !== 0)) continue;
      const base = firstFreeIn({ first: Math.max(window.first, start), last: window.last }, item, inTheWay, manner);
      if (base !== undefined) return base;
    }
  }
  return undefined;
}

/** `inTheWay` are sorted by their first port, so that one pass over them does. */
function firstFreeIn(
  window: PortRange,
  item: RangeItem,
  inTheWay: readonly PortRange[],
  { stride, headroom }: Manner,
): number | undefined {
  const aligned = (port: number): number => Math.ceil(port / stride) * stride;
  let base = aligned(window.first);
  for (const { first, last } of inTheWay) {
    if (first > lastPort(item, base) + headroom) break;
    if (last >= base) base = aligned(last + 1);
  }
  return lastPort(item, base) <= window.last ? base : undefined;
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
      for (const order of orders(moving)) {
        if (++tries > MAX_TRIES) return 'too long';
        const bases = place(order, kept, blocked, manner);
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
