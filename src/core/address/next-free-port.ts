import { MAX_PORT } from './port.ts';

/** Where the search begins again: below, ports are for root on most systems. */
const LOWEST = 1024;

/** Ports of which the lowest free one from a port up is found. */
interface Taken {
  nextFree(from: number): number;
}

/**
 * The next port above `after` that is not taken, or from 1024 on if none is left above; undefined if all are.
 */
export function nextFreePort(after: number, taken: Taken): number | undefined {
  const above = taken.nextFree(Math.max(after + 1, LOWEST));
  if (above <= MAX_PORT) return above;
  const again = taken.nextFree(LOWEST);
  return again <= Math.min(after, MAX_PORT) ? again : undefined;
}
