import type { LinksOnPage, SeenEnd } from '../../output/page/links-on-page.ts';
import type { DeviceNode, EndNode, HostNode, LinkNode, Topology } from '../../output/picture/topology.ts';

/** Where no lab says what stands where: hosts, in them the programs that have sockets, and links between these. */
export function topologyOfSeen({ links }: Pick<LinksOnPage, 'links'>): Topology {
  const programs = new Map<string, Map<string, DeviceNode>>();
  const far = new Map<string, DeviceNode>();
  const deviceOf = ({ host, at, seen }: SeenEnd): string => {
    const id = `${host}\n${at}`;
    const ofHost = programs.get(host) ?? new Map<string, DeviceNode>();
    programs.set(host, ofHost);
    ofHost.set(id, { id, title: seen === 'there' ? at : 'no socket', shape: 'folded' });
    return id;
  };
  const nodes = links.map(({ ends: [a, b] }, index): LinkNode => {
    const id = bareLinkId(index);
    const address: DeviceNode = { id: `${id} far`, title: a?.socket?.peer ?? '-', shape: 'address' };
    if (b === undefined) far.set(address.id, address);
    const end = (place: number, device: string): EndNode => ({
      ...{ id: bareEndId(index, place), device, interface: '', hasUbridge: false },
    });
    const first = a === undefined ? address.id : deviceOf(a);
    return { id, title: id, a: end(0, first), b: end(1, b === undefined ? address.id : deviceOf(b)) };
  });
  const hosts = [...programs].map(([host, devices]): HostNode => {
    return { id: host, title: host, kind: 'host', hypervisors: [group(host, devices)] };
  });
  const addresses: HostNode[] =
    far.size === 0
      ? []
      : [{ id: 'far', title: 'other addresses', kind: 'addresses', hypervisors: [group('far', far)] }];
  return { hosts: [...hosts, ...addresses], links: nodes };
}

function group(id: string, devices: ReadonlyMap<string, DeviceNode>): HostNode['hypervisors'][number] {
  return { id: `${id} programs`, title: '', devices: [...devices.values()] };
}

/** Links without a lab have no name: they are called by their place. */
export function bareLinkId(link: number): string {
  return `link ${link + 1}`;
}

export function bareEndId(link: number, end: number): string {
  return `${bareLinkId(link)} end ${end + 1}`;
}
