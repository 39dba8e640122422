import { isLoopback, isWildcard } from '../address/host.ts';
import { isIp, plainAddress } from '../address/ip-address.ts';
import { isConnected } from '../sockets/host-view.ts';
import type { SocketRow } from '../sockets/socket-table.ts';
import { type LoggedNio, type Making, NO_SOCKET } from './nio-log.ts';

/** Why the log does not tell which socket a NIO has. */
export type NoJoin = 'unknown name' | 'contradiction';

/**
 * Finds the socket of each NIO of one hypervisor. `nios` are those that `nio list` names, with what the log
 * says of them; `rows` are the UDP sockets of the process. A NIO has a socket here only if the log allows no
 * other one: each socket belongs to one NIO, so what one must have the others cannot have. Returns why there
 * is no answer if the log does not know a name (`unknown name`), or gives one socket to two NIOs.
 */
export function joinNios(
  nios: ReadonlyMap<string, LoggedNio | undefined>,
  rows: readonly SocketRow[],
): ReadonlyMap<string, SocketRow> | NoJoin {
  const open = new Map<string, Set<SocketRow>>();
  for (const [name, nio] of nios) {
    if (nio === undefined) return 'unknown name';
    // One that may have no socket at all is left out, and takes none from the others.
    if (nio.makings.includes(NO_SOCKET)) continue;
    open.set(name, new Set(rows.filter((row) => nio.makings.some((making) => fits(making, row)))));
  }
  const joined = new Map<string, SocketRow>();
  const taken = new Set<SocketRow>();
  for (let certain = certainIn(open); certain.length > 0; certain = certainIn(open)) {
    for (const [name, row] of certain) {
      if (taken.has(row)) return 'contradiction';
      taken.add(row);
      joined.set(name, row);
      open.delete(name);
    }
    for (const options of open.values()) for (const [, row] of certain) options.delete(row);
  }
  return joined;
}

/** Those for which one socket is left. */
function certainIn(open: ReadonlyMap<string, ReadonlySet<SocketRow>>): [string, SocketRow][] {
  return [...open].flatMap(([name, options]): [string, SocketRow][] => {
    const [row] = options;
    return options.size === 1 && row !== undefined ? [[name, row]] : [];
  });
}

function fits(making: Making, row: SocketRow): boolean {
  if (making === NO_SOCKET) return false;
  const { localPort, lastLocalPort = localPort, remoteHost, remotePort } = making;
  const isOnPort =
    localPort === undefined || (row.localPort >= localPort && row.localPort <= (lastLocalPort ?? localPort));
  if (!isOnPort) return false;
  if (remoteHost === undefined) return !isConnected(row);
  return row.remotePort === remotePort && isAddress(remoteHost, row.remoteAddress);
}

/** True if a host may be this address; a name may be any. */
function isAddress(host: string, address: string): boolean {
  if (!isIp(host)) return true;
  const plain = plainAddress(host);
  // The kernel connects the address of nobody to the loopback.
  return isWildcard(plain) ? isLoopback(address) : plain === address;
}
