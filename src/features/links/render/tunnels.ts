import type { ObservedLink } from '../link-table.ts';

/** The links in their order, each with its tunnels below it: what GNS3 makes of one link is one group. */
export function withTunnels(links: readonly ObservedLink[]): readonly ObservedLink[] {
  if (!links.some(({ tunnelOf }) => tunnelOf !== undefined)) return links;
  const groups = new Map<string | ObservedLink, ObservedLink[]>();
  for (const link of links) {
    const key = link.name === undefined ? link : `${link.lab} ${link.tunnelOf ?? link.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [link]);
    else if (link.tunnelOf === undefined) group.unshift(link);
    else group.push(link);
  }
  return [...groups.values()].flat();
}
