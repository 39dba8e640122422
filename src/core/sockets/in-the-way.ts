import { isWildcard } from '../address/host.ts';
import { familyOf } from '../address/ip-address.ts';
import type { SocketRow } from './socket-table.ts';

/**
 * True if a socket keeps a NIO of this family from binding its port, where neither shares it. Dynamips binds
 * to every address, of both families for a NIO of IPv6; of IPv6 sockets only one on every address, or on an
 * IPv4 address in IPv6 form, holds the IPv4 port (docs/FACTS.md, "A UDP NIO"). A socket on `::` may be for
 * IPv6 alone, which no table tells: it is taken to be in the way.
 */
export function isInTheWay({ localAddress }: SocketRow, family: 4 | 6): boolean {
  return family === 6 || familyOf(localAddress) === 4 || isWildcard(localAddress);
}
