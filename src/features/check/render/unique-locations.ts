import type { Location } from '../../../core/lab/lab.ts';

/** Each place once, in the order in which they come first. */
export function uniqueLocations(locations: readonly Location[]): Location[] {
  return [...new Map(locations.map((at) => [`${at.line}:${at.column}:${at.file}`, at])).values()];
}
