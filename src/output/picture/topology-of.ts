import type { Allocation } from '../../core/allocation/allocation.ts';
import { groupBy } from '../../core/group-by.ts';
import type { Device, DeviceEnd, DeviceKind, Hypervisor, Lab, Link, NioEnd } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import {
  type DeviceNode,
  type DeviceShape,
  type EndNode,
  endId,
  type HostNode,
  type HypervisorNode,
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

/** What a picture of the labs shows, those links included that are made or removed later. */
export function topologyOf({ allocations, machines }: Pick<LabModel, 'allocations' | 'machines'>): Topology {
  const hasLabs = allocations.length > 1;
  const parts = allocations.map((allocation) => partOf(allocation, hasLabs ? allocation.lab.name : undefined));
  const placed = groupBy(
    parts.flatMap(({ placed }) => placed),
    ({ hypervisor }) => machines.machineOf(hypervisor.host),
  );
  const hosts = [...placed].map(([machine, ones]): HostNode => {
    const names = new Set(ones.map(({ hypervisor }) => hypervisor.host));
    return { id: machine, title: [...names].join(', '), kind: 'host', hypervisors: ones.map(({ node }) => node) };
  });
  const group = (id: 'addresses' | 'unplaced', title: string, devices: readonly DeviceNode[]): HostNode[] =>
    devices.length === 0 ? [] : [{ id, title, kind: id, hypervisors: [{ id, title: '', devices }] }];
  return {
    hosts: [
      ...hosts,
      ...group(
        'unplaced',
        'no hypervisor',
        parts.flatMap(({ unplaced }) => unplaced),
      ),
      ...group(
        'addresses',
        'addresses in the lab file',
        parts.flatMap(({ addresses }) => addresses),
      ),
    ],
    links: parts.flatMap(({ links }) => links),
  };
}

interface Part {
  readonly placed: readonly { readonly hypervisor: Hypervisor; readonly node: HypervisorNode }[];
  readonly unplaced: readonly DeviceNode[];
  readonly addresses: readonly DeviceNode[];
  readonly links: readonly LinkNode[];
}

/** What one lab adds. */
function partOf(allocation: Allocation, label: string | undefined): Part {
  const { lab, hypervisors, placement } = allocation;
  const nodeOf = (device: Device): DeviceNode => ({
    id: endId(label, device.name),
    title: device.name,
    shape: SHAPES[device.kind],
  });
  const byHypervisor = groupBy(lab.devices, (device) => placement.get(device));
  const links = linksOf(allocation, label);
  return {
    placed: hypervisors.map((hypervisor) => ({
      hypervisor,
      node: {
        id: endId(label, hypervisor.name),
        title: label === undefined ? hypervisor.name : `${label}: ${hypervisor.name}`,
        devices: (byHypervisor.get(hypervisor) ?? []).map(nodeOf),
      },
    })),
    unplaced: (byHypervisor.get(undefined) ?? []).map(nodeOf),
    addresses: links.flatMap(({ address }) => address ?? []),
    links: links.map(({ link }) => link),
  };
}

/** The links that software tries to make, each name once: one may be removed and made again. */
function linksOf(allocation: Allocation, label: string | undefined): { link: LinkNode; address?: DeviceNode }[] {
  const behindUbridge = ubridgeEnds(allocation);
  const made = new Map(everyLink(allocation.lab).map((link) => [link.name, link]));
  return [...made.values()].map((link) => {
    const end = (one: DeviceEnd): EndNode => ({
      id: endId(label, `${one.deviceName} ${one.interface}`),
      device: endId(label, one.deviceName),
      interface: one.interface,
      hasUbridge: behindUbridge.has(`${one.deviceName} ${one.interface}`),
    });
    const id = endId(label, link.name);
    if (link.b.type === 'device') return { link: { id, title: link.name, a: end(link.a), b: end(link.b) } };
    const address = addressOf(link.b, `${id} b`);
    const far = { id: address.id, device: address.id, interface: '', hasUbridge: false };
    return { link: { id, title: link.name, a: end(link.a), b: far }, address };
  });
}

function addressOf({ text, udp }: NioEnd, id: string): DeviceNode {
  return { id, title: udp === undefined ? text : `${udp.remoteHost}:${udp.remotePort}`, shape: 'address' };
}

function everyLink({ links, events }: Lab): Link[] {
  const added = events.flatMap((event) => (event.type === 'add' ? [event.link] : []));
  return [...links, ...added].filter(({ fault }) => fault === undefined);
}

/** The ends of which a uBridge has a socket. */
function ubridgeEnds({ created }: Allocation): Set<string> {
  const ends = new Set<string>();
  for (const nio of created) if (nio.tunnel) ends.add(`${nio.device} ${nio.interface}`);
  return ends;
}
