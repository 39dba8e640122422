import { expectedLinks } from '../../core/allocation/expected-links.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { labHosts } from './lab-hosts.ts';
import type { ObservedLink } from './link-table.ts';
import { matchExpected } from './match-expected.ts';

/**
 * What `links` says of labs if the sockets of this host are these: for a table that was made up, or read
 * before. Pure; names of hosts are not looked up, and no process is asked.
 */
export function linksOfTable({ allocations }: LabModel, here: SocketTable): ObservedLink[] {
  const hosts = new ReadHosts(here);
  return matchExpected(hosts, expectedLinks(allocations, { withStopped: true }), {
    labHosts: labHosts(new Map(), hosts),
    countersOf: () => undefined,
  });
}
