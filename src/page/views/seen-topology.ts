import type { LinksOnPage, SeenEnd } from '../../output/page/links-on-page.ts';
import type {
  DeviceNode,
  EndNode,
  HostNode,
  HypervisorNode,
  LinkNode,
  Topology,
} from '../../output/picture/topology.ts';

/** Where no lab says what stands where: hosts, in them the programs that have sockets, and links between these. */
export function topologyOfSeen({ links }: Pick<LinksOnPage, 'links'>): Topology {
  const programs = new Map<string, Map<string, HypervisorNode>>();
  const far = new Map<string, DeviceNode>();
  const deviceOf = ({ host, at }: SeenEnd): string => {
    const id = `${host}\n${at}`;
    const ofHost = programs.get(host) ?? new Map<string, HypervisorNode>();
    programs.set(host, ofHost);
    const device: DeviceNode = { id, title: 'sockets', shape: 'folded' };
    ofHost.set(id, { id, title: at, devices: [device] });
    return id;
  };
  const nodes = links.map(({ ends: [a, b] }, index): LinkNode => {
    const id = bareLinkId(index);
    const address: DeviceNode = { id: `${id} far`, title: a?.socket?.peer ?? '-', shape: 'address' };
    if (b === undefined) far.set(address.id, address);
    const end = (place: number, device: string): EndNode => ({
      ...{ id: bareEndId(index, place), name: bareEndId(index, place) },
      ...{ device, interface: '', hasUbridge: false },
    });
    const first = a === undefined ? address.id : deviceOf(a);
    return { id, title: id, a: end(0, first), b: end(1, b === undefined ? address.id : deviceOf(b)) };
  });
  const hosts = [...programs].map(([host, ofHost]): HostNode => {
    return { id: host, title: host, kind: 'host', hypervisors: [...ofHost.values()] };
  });
  const addresses: HostNode[] =
    far.size === 0
      ? []
      : [
          {
            id: 'far',
            title: 'other addresses',
            kind: 'addresses',
            hypervisors: [{ id: 'far', title: '', devices: [...far.values()] }],
          },
        ];
  return { hosts: [...hosts, ...addresses], links: nodes };
}

/** Links without a lab have no name: they are called by their place. */
export function bareLinkId(link: number): string {
  return `link ${link + 1}`;
}

export function bareEndId(link: number, end: number): string {
  return `${bareLinkId(link)} end ${end + 1}`;
}
