import { isWildcard } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import { ownerName } from '../../core/sockets/holder-name.ts';
import { type HostView, isConnected } from '../../core/sockets/host-view.ts';
import type { ReachVerdict } from './result.ts';

/**
 * What the socket table makes of a UDP port that was refused. A NIO is connected to its peer, and the kernel
 * refuses all other senders as if nobody had the port.
 */
export function verdictBySockets(view: HostView, port: number, address: string): ReachVerdict {
  const rows = view.udp(port);
  const connected = rows.find((row) => isConnected(row));
  if (connected !== undefined) {
    const peer = `${connected.remoteAddress}:${connected.remotePort}`;
    const owner = ownerName(view, connected);
    const detail = `${owner} has the port, connected to ${peer}, and refuses all other senders`;
    return { state: 'unfiltered', reason: 'port-unreach', detail };
  }
  const family = familyOf(address);
  const open = rows.find(
    (row) => row.family === family && (isWildcard(row.localAddress) || row.localAddress === address),
  );
  if (open === undefined) {
    return { state: 'closed', reason: 'port-unreach', detail: 'the path is open; nothing listens yet' };
  }
  // Such a socket takes what anybody sends: its host's kernel had no reason to refuse.
  const detail = `${ownerName(view, open)} has the port and takes all datagrams, so a firewall refuses`;
  return { state: 'filtered', reason: 'port-unreach', detail };
}

/** What the NIOs of a hypervisor, one at least, make of its refused ports: any of them may be a NIO. */
export function verdictByNios(hypervisorName: string, nioCount: number): ReachVerdict {
  const has = nioCount === 1 ? 'a NIO' : `${nioCount} NIOs`;
  const detail = `${hypervisorName} has ${has}; the port may belong to ${nioCount === 1 ? 'it' : 'one of them'}`;
  return { state: 'unfiltered', reason: 'port-unreach', detail };
}
