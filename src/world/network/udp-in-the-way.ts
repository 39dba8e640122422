import { isWildcard } from '../../core/address/host.ts';
import { isInTheWay } from '../../core/sockets/in-the-way.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { udpPortUse } from './udp-port-use.ts';

/**
 * The sockets of a UDP port of this host, of all that it has (`rows`), that keep a NIO of this family from
 * having it. No table tells whether a socket on `::` is for IPv6 alone (IPV6_V6ONLY); where it is the only
 * one, binding the port for a moment does.
 */
export async function udpInTheWay(port: number, rows: readonly SocketRow[], family: 4 | 6): Promise<SocketRow[]> {
  const found = rows.filter((row) => isInTheWay(row, family));
  const mayBeForIpv6 = family === 4 && found.length > 0 && found.every(isOnEveryIpv6Address);
  return mayBeForIpv6 && (await udpPortUse(port)) === 'free' ? [] : found;
}

function isOnEveryIpv6Address({ localAddress, family }: SocketRow): boolean {
  return family === 6 && isWildcard(localAddress);
}
