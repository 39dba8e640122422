import type { HostView, Located } from '../../core/sockets/host-view.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';

/**
 * Sockets of hosts that belong to the four values of a socket, found once: there may be very many with the
 * same values, and each of them asks.
 */
export class ByFourValues {
  private readonly hosts = new WeakMap<HostView, Map<string, readonly Located[]>>();

  get(host: HostView, row: SocketRow, find: () => readonly Located[]): readonly Located[] {
    let known = this.hosts.get(host);
    if (known === undefined) {
      known = new Map();
      this.hosts.set(host, known);
    }
    const key = `${row.localPort} ${row.remotePort} ${row.localAddress} ${row.remoteAddress}`;
    let found = known.get(key);
    if (found === undefined) {
      found = find();
      known.set(key, found);
    }
    return found;
  }
}
