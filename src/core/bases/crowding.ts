import { countUpTo } from '../count-up-to.ts';
import { groupBy } from '../group-by.ts';
import { HEADROOM } from './headroom.ts';
import type { RangeItem } from './range-item.ts';

/**
 * Which items have little room in front of the next one of their lab (NIO003): those that have it as they
 * are, and those that would get it if others between them went.
 */
export class Crowding {
  /** By item: the base of the next one of its lab that is too near. */
  private readonly known = new Map<RangeItem, number>();
  /** By lab and base of a range: the base of the range before it in its lab. */
  private readonly baseBefore = new Map<string, number>();
  /** By lab: the bases without ports that stay, ascending. */
  private readonly marks: ReadonlyMap<number, readonly number[]>;

  /** `marks` are those of the items that have no ports and can stay. */
  constructor(items: readonly RangeItem[], marks: readonly RangeItem[]) {
    this.marks = new Map(
      [...groupBy(marks, ({ lab }) => lab)].map(([lab, own]) => [
        lab,
        own.map(({ base }) => base).sort((a, b) => a - b),
      ]),
    );
    for (const ofLab of groupBy(items, ({ lab }) => lab).values()) {
      const sorted = [...ofLab].sort((a, b) => a.base - b.base);
      const bases = [...new Set(sorted.map(({ base }) => base))];
      const place = new Map(bases.map((base, index) => [base, index]));
      for (const item of sorted) {
        const next = bases[(place.get(item.base) ?? 0) + 1];
        if (next !== undefined && isTooNear(item, next)) this.known.set(item, next);
      }
      const solid = [...new Set(sorted.filter(({ length }) => length > 0).map(({ base }) => base))];
      for (const [index, base] of solid.entries()) {
        const before = solid[index - 1];
        if (before !== undefined) this.baseBefore.set(`${ofLab[0]?.lab} ${base}`, before);
      }
    }
  }

  /** The base of the range that comes before this one in its lab, whatever stays. */
  before({ lab, base }: RangeItem): number | undefined {
    return this.baseBefore.get(`${lab} ${base}`);
  }

  /**
   * The last base without ports before an item: what ends in front of it comes near that one, and not the
   * item.
   */
  markBefore({ lab, base }: RangeItem): number {
    const marks = this.marks.get(lab) ?? [];
    return marks[countUpTo(marks, base - 1) - 1] ?? Number.NEGATIVE_INFINITY;
  }

  /** True if an item cannot stay together with a base without ports behind it: it would come near it anew. */
  costsMark(item: RangeItem): boolean {
    const marks = this.marks.get(item.lab) ?? [];
    const mark = marks[countUpTo(marks, item.base + item.length - 1)];
    if (mark === undefined || !isTooNear(item, mark)) return false;
    return (this.known.get(item) ?? Number.POSITIVE_INFINITY) > mark;
  }

  /** True if such a base lies in the ports of an item, whose room nobody sees then. */
  hidesRoom(items: readonly RangeItem[]): boolean {
    return items.some(({ lab, base, length }) => {
      const marks = this.marks.get(lab) ?? [];
      return countUpTo(marks, base + length - 1) > countUpTo(marks, base);
    });
  }

  /**
   * Takes items away until none that is left has little room which it did not have before: the upper of two,
   * unless it is fixed. Two that are fixed both stay.
   */
  thin(kept: Set<RangeItem>): void {
    for (const ofLab of groupBy(kept, ({ lab }) => lab).values()) {
      const row: RangeItem[] = [];
      for (const item of [...ofLab].sort((a, b) => a.base - b.base)) {
        let low = row.at(-1);
        while (low !== undefined && item.isFixed && !low.isFixed && this.isNew(low, item)) {
          kept.delete(low);
          row.pop();
          low = row.at(-1);
        }
        if (low !== undefined && !item.isFixed && this.isNew(low, item)) kept.delete(item);
        else row.push(item);
      }
    }
  }

  private isNew(low: RangeItem, high: RangeItem): boolean {
    return isTooNear(low, high.base) && this.known.get(low) !== high.base;
  }
}

/** True if a range that begins at `next` leaves an item little room, as check says it. */
function isTooNear({ base, length }: RangeItem, next: number): boolean {
  return length > 0 && next >= base + length && next - base - length < HEADROOM;
}
