import type { Place } from './exercise.ts';

/** As many practices can run on one machine at once. */
export const PLACE_COUNT = 100;

/** Ports of a place. */
export const PLACE_SIZE = { control: 10, udp: 300, console: 50 } as const;

/** Where Dynamips listens on most machines, 7200, is left to the student's own. */
const FIRST_CONTROL = 7300;

const FIRST_CONSOLE = 2000;

/** The first places count up from Dynagen's base, to below the ephemeral range; the others lie below it. */
const UDP_BLOCKS = { first: 10_000, count: 75, firstOfOthers: 2500 } as const;

/**
 * The ports of a place, by its number from 0 to 99. Those of two places have none in common, and all are from
 * 1024 to 32767. Throws `RangeError` for another number.
 */
export function placeOf(number: number): Place {
  if (!Number.isInteger(number) || number < 0 || number >= PLACE_COUNT) throw new RangeError(`no place ${number}`);
  const { first, count, firstOfOthers } = UDP_BLOCKS;
  return {
    number,
    control: FIRST_CONTROL + PLACE_SIZE.control * number,
    udp: number < count ? first + PLACE_SIZE.udp * number : firstOfOthers + PLACE_SIZE.udp * (number - count),
    console: FIRST_CONSOLE + PLACE_SIZE.console * number,
  };
}
