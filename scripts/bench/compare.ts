// The same figure in two runs.
import type { Row } from './row.ts';

/**
 * A figure that was measured once, without a word on its noise, may be so many times another one by chance:
 * a start of 60 ms takes up to a quarter longer when the machine does something else at the same time.
 */
const CHANCE = 1.25;

/** Where quartiles do not meet, a change that is smaller than this is of no interest. */
const WORTH_SAYING = 1.03;

export interface Comparison {
  /** New by old; undefined if one was not measured, or the old one is 0. */
  readonly ratio: number | undefined;
  readonly verdict: 'worse' | 'better' | 'same' | 'new' | 'gone';
}

/**
 * Compares two figures. Worse, or better, is what differs by more than the noise: the quartiles of the two do
 * not meet, or, if one has none, the figure is a quarter more or less.
 */
export function compare(old: Row | undefined, now: Row): Comparison {
  if (now.figure === undefined) return { ratio: undefined, verdict: old?.figure === undefined ? 'same' : 'gone' };
  if (old?.figure === undefined) return { ratio: undefined, verdict: 'new' };
  const ratio = old.figure === 0 ? undefined : now.figure / old.figure;
  const least = hasQuartiles(old) && hasQuartiles(now) ? WORTH_SAYING : CHANCE;
  const isMore = now.figure > old.figure * least && lowOf(now) > highOf(old);
  const isLess = now.figure * least < old.figure && highOf(now) < lowOf(old);
  if (!isMore && !isLess) return { ratio, verdict: 'same' };
  return { ratio, verdict: isMore === (now.better === 'more') ? 'better' : 'worse' };
}

function hasQuartiles({ low, high }: Row): boolean {
  return low !== undefined && high !== undefined;
}

function lowOf({ figure = Number.NaN, low = figure }: Row): number {
  return low;
}

function highOf({ figure = Number.NaN, high = figure }: Row): number {
  return high;
}
