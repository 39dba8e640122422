import { normalizeHost } from '../address/host.ts';
import type { Lab, Link } from './lab.ts';

/** The hosts in a lab file, once each: those of the hypervisors, and those that explicit NIOs point at. */
export function hostsOf({ hypervisors, links, events }: Lab): Set<string> {
  const hosts = new Set(hypervisors.map(({ host }) => normalizeHost(host)));
  const enter = ({ b }: Link): void => {
    if (b.type === 'nio' && b.udp !== undefined) hosts.add(normalizeHost(b.udp.remoteHost));
  };
  for (const link of links) enter(link);
  for (const event of events) if (event.type === 'add') enter(event.link);
  return hosts;
}
