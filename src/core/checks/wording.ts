import type { Location } from '../lab/lab.ts';

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** The places in lab files where these things are written; what GNS3 starts by itself is written nowhere. */
export function locationsOf(...things: ReadonlyArray<{ readonly location?: Location } | undefined>): Location[] {
  return things.flatMap((thing) => thing?.location ?? []);
}
