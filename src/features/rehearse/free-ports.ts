import { MAX_PORT } from '../../core/address/port.ts';

/** From here on Linux takes ports for outgoing connections. */
const FIRST_EPHEMERAL_PORT = 32_768;

/**
 * The UDP ports from `first` on that are not taken. Those that Linux takes for outgoing connections are left
 * out, unless `first` is one of them.
 */
export function* freePorts(first: number, isTaken: (port: number) => boolean): Generator<number, void, undefined> {
  const last = first < FIRST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT - 1 : MAX_PORT;
  for (let port = first; port <= last; port++) if (!isTaken(port)) yield port;
}
