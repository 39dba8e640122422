import { groupBy } from '../../core/group-by.ts';
import { counted } from '../../core/text/counted.ts';
import type { DeviceNode, EndNode, HostNode, LinkNode, Topology } from './topology.ts';

/** More boxes, or more lines, than anybody can tell apart. */
const MOST_DEVICES = 300;
const MOST_LINKS = 2000;

/**
 * A topology that can be drawn: itself, or with its hypervisors, or its hosts, in place of the devices. Links
 * between two of them are one, with their number. Of more than 300 hosts the first are drawn.
 */
export function folded(topology: Topology): Topology {
  if (fits(topology)) return topology;
  const byHypervisor = foldedBy(topology, hypervisorsAsDevices(topology));
  if (fits(byHypervisor)) return byHypervisor;
  const byHost = foldedBy(topology, hostsAsDevices(topology));
  return fits(byHost) ? byHost : cut(byHost);
}

function fits({ hosts, links }: Topology): boolean {
  const devices = hosts.reduce(
    (sum, { hypervisors }) => hypervisors.reduce((n, one) => n + one.devices.length, sum),
    0,
  );
  return devices <= MOST_DEVICES && links.length <= MOST_LINKS;
}

interface Folding {
  readonly hosts: readonly HostNode[];
  /** The id of a device → the id of what is drawn for it. */
  readonly shownAs: ReadonlyMap<string, string>;
}

function hypervisorsAsDevices({ hosts }: Topology): Folding {
  const shownAs = new Map<string, string>();
  return {
    shownAs,
    hosts: hosts.map((host) => {
      const devices = host.hypervisors.map(({ id, title, devices }): DeviceNode => {
        for (const device of devices) shownAs.set(device.id, id);
        return { id, title: title === '' ? host.title : title, shape: 'folded', note: countOf(host, devices.length) };
      });
      return { ...host, hypervisors: [{ id: host.id, title: '', devices }] };
    }),
  };
}

function hostsAsDevices({ hosts }: Topology): Folding {
  const shownAs = new Map<string, string>();
  const devices = hosts.map((host): DeviceNode => {
    const inside = host.hypervisors.flatMap((one) => one.devices);
    for (const device of inside) shownAs.set(device.id, host.id);
    return { id: host.id, title: host.title, shape: 'folded', note: countOf(host, inside.length) };
  });
  const group = { id: 'hosts', title: '', devices };
  return {
    shownAs,
    hosts: [{ id: 'hosts', title: counted(hosts.length, 'host'), kind: 'host', hypervisors: [group] }],
  };
}

function countOf({ kind }: HostNode, count: number): string {
  return kind === 'addresses' ? `${count} ends` : counted(count, 'device');
}

function foldedBy({ links }: Topology, { hosts, shownAs }: Folding): Topology {
  const pairs = groupBy(links, ({ a, b }) => [shownAs.get(a.device), shownAs.get(b.device)].sort().join('\n\n'));
  return { hosts, links: [...pairs].map(([id, ones]) => bundleOf(id, ones, shownAs)) };
}

function bundleOf(id: string, links: readonly LinkNode[], shownAs: ReadonlyMap<string, string>): LinkNode {
  const end = (one: EndNode | undefined, side: 'a' | 'b'): EndNode => ({
    id: `${id}\n${side}`,
    name: '',
    device: shownAs.get(one?.device ?? '') ?? '',
    interface: `×${links.length}`,
    hasUbridge: false,
  });
  const [first] = links;
  return {
    id,
    title: counted(links.length, 'link'),
    numbers: links.flatMap(({ numbers }) => numbers),
    a: end(first?.a, 'a'),
    b: end(first?.b, 'b'),
    bundles: links.map((link) => link.id),
  };
}

function cut({ hosts, links }: Topology): Topology {
  const [first] = hosts;
  const all = first?.hypervisors[0]?.devices ?? [];
  const devices = all.slice(0, MOST_DEVICES);
  const shown = new Set(devices.map(({ id }) => id));
  const title = `${counted(all.length, 'host')}, ${devices.length} of them drawn`;
  return {
    hosts: first === undefined ? [] : [{ ...first, title, hypervisors: [{ id: 'hosts', title: '', devices }] }],
    links: links.filter(({ a, b }) => shown.has(a.device) && shown.has(b.device)).slice(0, MOST_LINKS),
  };
}
