import { familyOf } from '../core/address/ip-address.ts';

/** How names are shown: `numeric` leaves addresses as numbers, as `netstat -n` does. */
export interface NameStyle {
  readonly numeric: boolean;
}

/**
 * `localhost:10000`, or with -n `127.0.0.1:10000`. The loopback of IPv6 is always `[::1]`: which of the two
 * it is decides whether two sockets meet.
 */
export function socketAddress(address: string, port: number, { numeric }: NameStyle): string {
  const host = !numeric && address === '127.0.0.1' ? 'localhost' : address;
  return `${familyOf(host) === 6 ? `[${host}]` : host}:${port === 0 ? '*' : port}`;
}
