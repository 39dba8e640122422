import { countUpTo } from '../count-up-to.ts';

/** Ports from `first` up to, not including, `end`; empty if these are equal. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** Stretches of ports as one set. */
export class RangeSet {
  private readonly firsts: number[] = [];
  private readonly ends: number[] = [];

  constructor(stretches: readonly Stretch[]) {
    const sorted = stretches.filter(({ first, end }) => first < end).sort((a, b) => a.first - b.first);
    for (const { first, end } of sorted) {
      const last = this.ends.length - 1;
      if (last >= 0 && first <= (this.ends[last] as number)) {
        this.ends[last] = Math.max(this.ends[last] as number, end);
      } else {
        this.firsts.push(first);
        this.ends.push(end);
      }
    }
  }

  /** True if a port of the stretch is in the set. */
  meets({ first, end }: Stretch): boolean {
    if (first >= end) return false;
    const before = countUpTo(this.firsts, end - 1);
    return before > 0 && (this.ends[before - 1] as number) > first;
  }
}
