import { Heap } from '../../core/heap.ts';

/** Two things of which one at the least must go, by their numbers. */
export type Edge = readonly [number, number];

/** Groups up to this are searched through; the number of choices doubles with each thing more. */
const MAX_SEARCHED = 16;

/**
 * Chooses which of `count` things go, so that of each pair one goes: as few as possible in groups of up to
 * sixteen things that hang together, the later ones where that is equal. In larger groups the one with most
 * pairs goes first, which is good and not always best: `isLeast` says so.
 */
export function leastCover(count: number, edges: readonly Edge[]): { cover: Set<number>; isLeast: boolean } {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  for (const [a, b] of edges) {
    neighbours[a]?.add(b);
    neighbours[b]?.add(a);
  }
  const cover = new Set<number>();
  let isLeast = true;
  for (const group of groups(neighbours)) {
    const isSmall = group.length <= MAX_SEARCHED;
    isLeast &&= isSmall;
    for (const one of isSmall ? searched(group, neighbours) : greedy(group, neighbours)) cover.add(one);
  }
  return { cover, isLeast };
}

/** Things that hang together by pairs, each group in ascending order; things without a pair are left out. */
function groups(neighbours: readonly ReadonlySet<number>[]): number[][] {
  const seen = new Set<number>();
  const result: number[][] = [];
  for (const [start, near] of neighbours.entries()) {
    if (near.size === 0 || seen.has(start)) continue;
    seen.add(start);
    const group = [start];
    for (const one of group) {
      for (const other of neighbours[one] ?? []) {
        if (!seen.has(other)) group.push(other);
        seen.add(other);
      }
    }
    result.push(group.sort((a, b) => a - b));
  }
  return result;
}

/**
 * Branch and bound: each thing stays, and its neighbours go, or it goes. Earlier ones are kept where that
 * costs nothing.
 */
function searched(group: readonly number[], neighbours: readonly ReadonlySet<number>[]): readonly number[] {
  let best: readonly number[] = group;
  const visit = (index: number, gone: ReadonlySet<number>): void => {
    if (gone.size >= best.length) return;
    const one = group[index];
    if (one === undefined) {
      best = [...gone];
      return;
    }
    if (gone.has(one)) {
      visit(index + 1, gone);
      return;
    }
    visit(index + 1, new Set([...gone, ...(neighbours[one] ?? [])]));
    // A thing that went stays gone; that its neighbours before it stayed was only possible if it goes.
    visit(index + 1, new Set([...gone, one]));
  };
  visit(0, new Set());
  return best;
}

/** The one with most pairs goes first, the later of equal ones. */
function greedy(group: readonly number[], neighbours: readonly ReadonlySet<number>[]): number[] {
  const degree = new Map(group.map((one) => [one, neighbours[one]?.size ?? 0]));
  const heap = new Heap<{ readonly one: number; readonly size: number }>(
    (a, b) => a.size > b.size || (a.size === b.size && a.one > b.one),
  );
  for (const [one, size] of degree) heap.add({ one, size });
  const gone: number[] = [];
  for (let worst = heap.take(); worst !== undefined && worst.size > 0; worst = heap.take()) {
    // It may have lost pairs since; then it is there again, with fewer.
    if (degree.get(worst.one) !== worst.size) continue;
    gone.push(worst.one);
    degree.delete(worst.one);
    for (const other of neighbours[worst.one] ?? []) {
      const size = degree.get(other);
      if (size === undefined) continue;
      degree.set(other, size - 1);
      heap.add({ one: other, size: size - 1 });
    }
  }
  return gone;
}
