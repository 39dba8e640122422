import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { hashOf } from './seeded.ts';

/** Choices that a seed decides: the same in every run, on every machine and in every version. */
export interface Random {
  /** A whole number from `first` to `last`, both included. */
  int(first: number, last: number): number;
  /** One of some items, of which there must be one. */
  pick<T>(items: readonly T[]): T;
  /** All of them in another order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Random choices of a seed. Another seed for each thing that is chosen keeps the others as they are. */
export function randomOf(seed: string): Random {
  const generator = xoroshiro128plus(hashOf(seed));
  const int = (first: number, last: number): number => uniformInt(generator, first, last);
  return {
    int,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[int(0, items.length - 1)] as T;
    },
    shuffled<T>(items: readonly T[]): T[] {
      const rest = [...items];
      // Fisher and Yates: the last place gets one of all, the one before it one of the others.
      for (let last = rest.length - 1; last > 0; last--) {
        const chosen = int(0, last);
        [rest[last], rest[chosen]] = [rest[chosen] as T, rest[last] as T];
      }
      return rest;
    },
  };
}
