import { isLoopback } from '../address/host.ts';
import type { Route } from '../address/socket-pair.ts';

/** Whether a socket has the addresses of a datagram: no, yes, or that depends on an address nobody knows. */
export const FIT = { no: 0, yes: 1, open: 2 } as const;

export type Fit = (typeof FIT)[keyof typeof FIT];

/**
 * The fit of two routes of which one at least is to a name that nobody has asked for. Two sockets of one name
 * meet; two machines that are both written as names are taken to have addresses of one family. Beside an
 * address a name may be of the other family; a loopback name may be 127.0.0.1 or ::1.
 */
export function fitOf(there: Route, back: Route): Fit {
  const isTurned = back.remoteAddress === there.localAddress && back.localAddress === there.remoteAddress;
  if (isTurned) return there.openName === undefined || back.openName === undefined ? FIT.open : FIT.yes;
  return mayBeLoopback(there) && mayBeLoopback(back) ? FIT.open : FIT.no;
}

/** True if both ends may have the one address that a loopback name stands for, of either family. */
export function mayBeLoopback({ remoteAddress, localAddress, openName }: Route): boolean {
  if (openName !== undefined) return isLoopback(openName);
  return remoteAddress === localAddress && (remoteAddress === '127.0.0.1' || remoteAddress === '::1');
}
