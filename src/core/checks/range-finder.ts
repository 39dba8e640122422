import { countUpTo } from '../count-up-to.ts';
import { groupBy } from '../group-by.ts';
import type { UsedRange } from './used-range.ts';

/**
 * Finds the range of a machine that a port lies in: of several the first one, in the order in which they were
 * given. Made in n log n, and asked in log n.
 */
export class RangeFinder {
  private readonly machines: ReadonlyMap<string, Stretches>;

  /** `headroom`: ports behind each range that count as its own. */
  constructor(ranges: readonly UsedRange[], headroom = 0) {
    const byMachine = groupBy(ranges, ({ machine }) => machine);
    this.machines = new Map([...byMachine].map(([machine, all]) => [machine, new Stretches(all, headroom)]));
  }

  find(machine: string, port: number): UsedRange | undefined {
    return this.machines.get(machine)?.around(port);
  }
}

/** The ports of one machine, cut wherever a range begins or ends. */
class Stretches {
  private readonly starts: readonly number[];
  private readonly owners: Array<UsedRange | undefined> = [];

  constructor(ranges: readonly UsedRange[], headroom: number) {
    const ends = ranges.flatMap(({ first, next }) => [first, next + headroom]);
    this.starts = [...new Set(ends)].sort((a, b) => a - b);
    // Stretch → a stretch behind it before which nothing is free: each gets an owner once.
    const free = Int32Array.from({ length: this.starts.length + 1 }, (_, index) => index);
    const nextFree = (from: number): number => {
      let stretch = from;
      for (let ahead = free[stretch] ?? stretch; ahead !== stretch; ahead = free[stretch] ?? stretch) {
        free[stretch] = free[ahead] ?? ahead;
        stretch = ahead;
      }
      return stretch;
    };
    for (const range of ranges) {
      const end = this.indexOf(range.next + headroom);
      for (let stretch = nextFree(this.indexOf(range.first)); stretch < end; stretch = nextFree(stretch)) {
        this.owners[stretch] = range;
        free[stretch] = stretch + 1;
      }
    }
  }

  around(port: number): UsedRange | undefined {
    return this.owners[this.indexOf(port)];
  }

  /** The last stretch that begins at `port` or before; -1 if there is none. */
  private indexOf(port: number): number {
    return countUpTo(this.starts, port) - 1;
  }
}
