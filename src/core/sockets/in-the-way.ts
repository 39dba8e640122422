import { isWildcard } from '../address/host.ts';
import { familyOf } from '../address/ip-address.ts';
import { isConnected } from './host-view.ts';
import type { SocketRow } from './socket-table.ts';

/**
 * True if a socket keeps a NIO of this family from binding its port, where neither shares it. Dynamips binds
 * to every address, of both families for a NIO of IPv6; of IPv6 sockets one that was bound to `::`, or to an
 * IPv4 address in IPv6 form, holds the IPv4 port, and one that was bound to another address does not
 * (docs/FACTS.md, "A UDP NIO"). A connected one, such as a NIO to ::1, was bound to `::` as a rule: the
 * address that it shows is from connect(). A socket on `::` may be for IPv6 alone: it is taken to be in the
 * way.
 */
export function isInTheWay(row: SocketRow, family: 4 | 6): boolean {
  const { localAddress } = row;
  return family === 6 || familyOf(localAddress) === 4 || isWildcard(localAddress) || isConnected(row);
}
