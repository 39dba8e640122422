import type { Location } from '../lab/lab.ts';

/** The places in lab files where these things are written; what GNS3 starts by itself is written nowhere. */
export function locationsOf(...things: ReadonlyArray<{ readonly location?: Location } | undefined>): Location[] {
  return things.flatMap((thing) => thing?.location ?? []);
}
