import { MAX_PORT } from './port.ts';

/** Where the search begins again: below, ports are for root on most systems. */
const LOWEST = 1024;

/**
 * The next port above `after` that is not taken, or from 1024 on if none is left above; undefined if all are.
 */
export function nextFreePort(after: number, isTaken: (port: number) => boolean): number | undefined {
  for (let port = Math.max(after + 1, LOWEST); port <= MAX_PORT; port++) if (!isTaken(port)) return port;
  for (let port = LOWEST; port <= Math.min(after, MAX_PORT); port++) if (!isTaken(port)) return port;
  return undefined;
}
