import { countUpTo } from '../count-up-to.ts';
import type { Crowding } from './crowding.ts';
import { HEADROOM } from './headroom.ts';
import type { RangeItem } from './range-item.ts';
import { compareWorth, NO_WORTH, sumOf, type Worth } from './worth.ts';

/** Items that do not meet, from the last one back. */
interface Chain {
  readonly item: RangeItem;
  readonly worth: Worth;
  readonly before: Chain | undefined;
}

interface ChainRules {
  /** Ports that must be free behind each item. */
  readonly gap: number;
  readonly worthOf: (item: RangeItem) => Worth;
  /**
   * With it an item does not follow one of its lab that it would leave little room, unless there was none
   * between them before.
   */
  readonly crowding: Crowding | undefined;
}

/** The choice of items without a common port that is worth most (weighted interval scheduling, n log n). */
export function bestChain(items: readonly RangeItem[], { gap, worthOf, crowding }: ChainRules): RangeItem[] {
  const endOf = ({ base, length }: RangeItem): number => base + (gap > 0 ? Math.max(length, 1) : length) + gap;
  const sorted = [...items].sort((a, b) => endOf(a) - endOf(b));
  const ends = sorted.map(endOf);
  const near = crowding === undefined ? undefined : new NearChains(crowding);
  /** The best choice among the first n. */
  const best: Array<Chain | undefined> = [undefined];
  for (const item of sorted) {
    const limit = crowding === undefined ? item.base : Math.max(item.base - HEADROOM, crowding.markBefore(item));
    const far = best[countUpTo(ends, limit)];
    const before = better(far, near?.before(item));
    const chain: Chain = { item, worth: sumOf(worthOf(item), before?.worth ?? NO_WORTH), before };
    near?.add(chain, endOf(item));
    best.push(better(best.at(-1), chain));
  }
  const chosen: RangeItem[] = [];
  for (let chain = best.at(-1); chain !== undefined; chain = chain.before) chosen.push(chain.item);
  return chosen;
}

/** The one that is worth more; of equals the first. */
function better(a: Chain | undefined, b: Chain | undefined): Chain | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareWorth(b.worth, a.worth) > 0 ? b : a;
}

/** Chains that end so near before an item that it matters of which lab they are. */
class NearChains {
  private readonly crowding: Crowding;
  /** By end: the best chain, and the best one of another lab. */
  private readonly byEnd = new Map<number, { best: Chain; other: Chain | undefined }>();
  /** By lab and base, lowest end first: the best chain with an item of this base up to each end. */
  private readonly byBase = new Map<string, { readonly ends: number[]; readonly best: Chain[] }>();

  constructor(crowding: Crowding) {
    this.crowding = crowding;
  }

  /** Chains are added in the order of their ends. */
  add(chain: Chain, end: number): void {
    const key = `${chain.item.lab} ${chain.item.base}`;
    const known = this.byBase.get(key) ?? { ends: [], best: [] };
    this.byBase.set(key, known);
    known.best.push(better(known.best.at(-1), chain) as Chain);
    known.ends.push(end);
    const there = this.byEnd.get(end);
    if (there === undefined) this.byEnd.set(end, { best: chain, other: undefined });
    else if (there.best.item.lab === chain.item.lab) there.best = better(there.best, chain) as Chain;
    else if (better(there.best, chain) === chain) this.byEnd.set(end, { best: chain, other: there.best });
    else there.other = better(there.other, chain);
  }

  /** The best chain that an item may follow, of those that end less than 20 ports before it. */
  before(item: RangeItem): Chain | undefined {
    let found: Chain | undefined;
    for (let end = item.base - HEADROOM + 1; end <= item.base; end++) {
      const there = this.byEnd.get(end);
      found = better(found, there?.best.item.lab === item.lab ? there.other : there?.best);
    }
    const base = this.crowding.before(item);
    const own = base === undefined ? undefined : this.byBase.get(`${item.lab} ${base}`);
    return better(found, own?.best[countUpTo(own.ends, item.base) - 1]);
  }
}
