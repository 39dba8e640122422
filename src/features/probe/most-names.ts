/** More names than these are in the table, which has all of them. */
export const MOST_NAMES = 10;
