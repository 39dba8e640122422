import { present } from '../../core/present.ts';
import type { HostView } from '../../core/sockets/host-view.ts';
import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { compareText } from './compare-text.ts';
import type { HostSummary, SocketSummary } from './result.ts';

/** What was read of a host; `moreLimits` are those that were met after its sockets were read. */
export function hostSummary(table: SocketTable, moreLimits: readonly string[]): HostSummary {
  return present({
    host: table.host,
    source: table.source,
    socketCount: table.rows.length,
    hiddenSockets: hiddenSockets(table),
    hiddenFromRoot: table.hiddenFromRoot,
    isCut: table.isCut,
    limits: [...table.limits, ...moreLimits],
  });
}

/** How many UDP sockets hide their owner from this user; undefined for none. */
function hiddenSockets({ rows }: SocketTable): number | undefined {
  const count = rows.filter(
    ({ protocol, unknownOwner }) => protocol === 'udp' && unknownOwner === 'no permission',
  ).length;
  return count === 0 ? undefined : count;
}

/** All sockets of a host with the names of their programs, by protocol, address and port. */
export function socketSummaries(view: HostView): SocketSummary[] {
  return view.table.rows
    .map((row) => {
      const process = view.processOf(row)?.name;
      return { ...row, host: view.name, ...(process === undefined ? {} : { process }) };
    })
    .sort(
      (a, b) =>
        compareText(a.protocol, b.protocol) ||
        a.localPort - b.localPort ||
        compareText(a.localAddress, b.localAddress) ||
        a.remotePort - b.remotePort ||
        compareText(a.remoteAddress, b.remoteAddress) ||
        a.age - b.age ||
        a.inode - b.inode,
    );
}
