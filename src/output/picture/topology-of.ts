import type { Allocation } from '../../core/allocation/allocation.ts';
import { groupBy } from '../../core/group-by.ts';
import type {
  Device,
  DeviceEnd,
  DeviceKind,
  Hypervisor,
  Lab,
  Link,
  NioEnd,
  UdpNioAddress,
} from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { present } from '../../core/present.ts';
import {
  type DeviceNode,
  type DeviceShape,
  type EndNode,
  endId,
  groupHost,
  type HostNode,
  type HypervisorNode,
  idOf,
  type LinkNode,
  type Topology,
} from './topology.ts';

const SHAPES: Readonly<Record<DeviceKind, DeviceShape>> = {
  router: 'router',
  iou: 'router',
  qemu: 'computer',
  vbox: 'computer',
  vmware: 'computer',
  docker: 'computer',
  vpcs: 'computer',
  traceng: 'computer',
  'ethernet-switch': 'switch',
  'frame-relay-switch': 'switch',
  'atm-switch': 'switch',
  'atm-bridge': 'switch',
  lan: 'hub',
  hub: 'hub',
  cloud: 'cloud',
  nat: 'cloud',
};

type Places = Pick<LabModel, 'allocations' | 'machines'>;

/**
 * What a picture of the labs shows, those links included that are made or removed later. Two UDP NIOs that
 * the labs write out and that point at each other are one link.
 */
export function topologyOf({ allocations, machines }: Places): Topology {
  const hasLabs = allocations.length > 1;
  let count = 0;
  const parts = allocations.map((allocation) => {
    const first = count;
    count += everyLink(allocation.lab).length;
    return partOf(allocation, { label: hasLabs ? allocation.lab.name : undefined, first });
  });
  const placed = groupBy(
    parts.flatMap(({ placed }) => placed),
    ({ hypervisor }) => machines.machineOf(hypervisor.host),
  );
  const hosts = [...placed].map(([machine, ones]): HostNode => {
    const names = new Set(ones.map(({ hypervisor }) => hypervisor.host));
    return { id: machine, title: [...names].join(', '), kind: 'host', hypervisors: ones.map(({ node }) => node) };
  });
  const drawn = joined(
    parts.flatMap(({ links }) => links),
    machines,
  );
  const unplaced = parts.flatMap((part) => part.unplaced);
  const addresses = drawn.flatMap(({ address }) => address ?? []);
  return {
    hosts: [...hosts, ...groupHost('unplaced', unplaced), ...groupHost('addresses', addresses)],
    links: drawn.map(({ link }) => link),
  };
}

/** A link, and where its far end is written as an address, that address. */
interface DrawnLink {
  readonly link: LinkNode;
  readonly address?: DeviceNode;
  readonly udp?: UdpNioAddress;
  /** The host of end a. */
  readonly host?: string;
}

/** One link for each two UDP NIOs that point at each other. */
function joined(links: readonly DrawnLink[], machines: Places['machines']): DrawnLink[] {
  const waiting = new Map<string, number>();
  const drawn: (DrawnLink | undefined)[] = [...links];
  for (const [index, { link, udp, host }] of links.entries()) {
    if (udp === undefined || host === undefined) continue;
    const own = `${machines.machineOf(host)} ${udp.localPort}`;
    const far = `${machines.destinationOf(host, udp.remoteHost)} ${udp.remotePort}`;
    const other = waiting.get(`${far} ${own}`);
    const first = other === undefined ? undefined : drawn[other]?.link;
    waiting.set(`${own} ${far}`, index);
    if (other === undefined || first === undefined || own === far) continue;
    drawn[other] = {
      link: {
        ...first,
        b: link.a,
        numbers: [...first.numbers, ...link.numbers],
        title: `${first.title}, ${link.title}`,
      },
    };
    drawn[index] = undefined;
    waiting.delete(`${far} ${own}`);
    waiting.delete(`${own} ${far}`);
  }
  return drawn.filter((one) => one !== undefined);
}

interface Part {
  readonly placed: readonly { readonly hypervisor: Hypervisor; readonly node: HypervisorNode }[];
  readonly unplaced: readonly DeviceNode[];
  readonly links: readonly DrawnLink[];
}

interface Numbering {
  /** The name of the lab, where several run at once. */
  readonly label: string | undefined;
  /** How many links the labs before it have. */
  readonly first: number;
}

/** What one lab adds. */
function partOf(allocation: Allocation, numbering: Numbering): Part {
  const { label } = numbering;
  const { lab, hypervisors, placement } = allocation;
  const nodeOf = (device: Device): DeviceNode => ({
    id: idOf(label, device.name),
    title: device.name,
    shape: SHAPES[device.kind],
  });
  const byHypervisor = groupBy(lab.devices, (device) => placement.get(device));
  return {
    placed: hypervisors.map((hypervisor) => ({
      hypervisor,
      node: {
        id: idOf(label, hypervisor.name),
        title: label === undefined ? hypervisor.name : `${label}: ${hypervisor.name}`,
        devices: (byHypervisor.get(hypervisor) ?? []).map(nodeOf),
      },
    })),
    unplaced: (byHypervisor.get(undefined) ?? []).map(nodeOf),
    links: linksOf(allocation, numbering),
  };
}

/** The links that software tries to make, each name once: one may be removed and made again. */
function linksOf(allocation: Allocation, { label, first }: Numbering): DrawnLink[] {
  const behindUbridge = ubridgeEnds(allocation);
  const made = new Map<string, { readonly link: Link; readonly numbers: number[] }>();
  for (const [index, link] of everyLink(allocation.lab).entries()) {
    if (link.fault !== undefined) continue;
    const known = made.get(link.name);
    if (known === undefined) made.set(link.name, { link, numbers: [first + index + 1] });
    else known.numbers.push(first + index + 1);
  }
  const lab = label === undefined ? {} : { lab: label };
  return [...made.values()].map(({ link, numbers }): DrawnLink => {
    const end = (one: DeviceEnd): EndNode => {
      const name = `${one.deviceName} ${one.interface}`;
      const device = idOf(label, one.device?.name ?? one.deviceName);
      const hasUbridge = behindUbridge.has(name);
      return { id: endId(label, link.name, name), name, ...lab, device, interface: one.interface, hasUbridge };
    };
    const id = idOf(label, link.name);
    const common = { id, title: link.name, numbers, a: end(link.a) };
    if (link.b.type === 'device') return { link: { ...common, b: end(link.b) } };
    const address = addressOf(link.b, `${id}\n`);
    const far = { id: address.id, name: address.title, device: address.id, hasUbridge: false };
    const { udp } = link.b;
    const host = link.a.device && allocation.placement.get(link.a.device)?.host;
    return { link: { ...common, b: far }, address, ...present({ udp, host }) };
  });
}

function addressOf({ text, udp }: NioEnd, id: string): DeviceNode {
  return { id, title: udp === undefined ? text : `${udp.remoteHost}:${udp.remotePort}`, shape: 'address' };
}

/** In the order in which a trace counts them. */
function everyLink({ links, events }: Lab): Link[] {
  const added = events.flatMap((event) => (event.type === 'add' ? [event.link] : []));
  return [...links, ...added];
}

/** The ends of which a uBridge has a socket. */
function ubridgeEnds({ created }: Allocation): Set<string> {
  const ends = new Set<string>();
  for (const nio of created) if (nio.tunnel) ends.add(`${nio.device} ${nio.interface}`);
  return ends;
}
