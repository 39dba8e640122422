import { normalizeHost } from '../address/host.ts';
import type { Lab, Link } from './lab.ts';

/** The hosts in a lab file, once each: those of the hypervisors, and those that explicit NIOs point at. */
export function hostsOf(lab: Lab): Set<string> {
  return new Set([...lab.hypervisors.map(({ host }) => normalizeHost(host)), ...nioHostsOf(lab)]);
}

/** The hosts that explicit NIOs point at, also those of links that are added later. */
export function nioHostsOf({ links, events }: Lab): Set<string> {
  const hosts = new Set<string>();
  const enter = ({ b }: Link): void => {
    if (b.type === 'nio' && b.udp !== undefined) hosts.add(normalizeHost(b.udp.remoteHost));
  };
  for (const link of links) enter(link);
  for (const event of events) if (event.type === 'add') enter(event.link);
  return hosts;
}
