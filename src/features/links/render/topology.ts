import { groupBy } from '../../../core/group-by.ts';
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
} from '../../../output/picture/topology.ts';
import { endName, hostText } from '../link-end.ts';
import type { LinkEnd, ObservedLink } from '../link-table.ts';
import type { LinksResult } from '../result.ts';

/** A link with what a picture has for it, and the tunnels of its uBridges. */
export interface DrawnLink {
  readonly link: ObservedLink;
  readonly node: LinkNode;
  readonly tunnels: readonly ObservedLink[];
}

/** The links that a picture shows, each with its tunnels. */
export function drawnLinks({ links, labs }: Pick<LinksResult, 'links' | 'labs'>): DrawnLink[] {
  const keyOf = (lab: string | undefined, name: string): string => idOf(lab, name);
  const tunnels = groupBy(
    links.filter(({ tunnelOf }) => tunnelOf !== undefined),
    ({ lab, tunnelOf = '' }) => keyOf(lab, tunnelOf),
  );
  return links
    .filter(({ tunnelOf }) => tunnelOf === undefined)
    .map((link, index): DrawnLink => {
      const own = link.name === undefined ? [] : (tunnels.get(keyOf(link.lab, link.name)) ?? []);
      const lab = labs.length > 1 ? link.lab : undefined;
      return { link, tunnels: own, node: nodeOf(link, { lab, number: index + 1, tunnels: own }) };
    });
}

interface Known {
  readonly lab: string | undefined;
  readonly number: number;
  readonly tunnels: readonly ObservedLink[];
}

function nodeOf({ a, b, name }: ObservedLink, { lab, number, tunnels }: Known): LinkNode {
  const title = name ?? `${endName(a)} -- ${b === undefined ? peerText(a) : endName(b)}`;
  const key = `${number} ${title}`;
  const end = (one: LinkEnd, side: string): EndNode => ({
    id: endId(lab, key, side),
    device: deviceId(one, lab),
    name: endName(one),
    ...(lab === undefined ? {} : { lab }),
    interface: one.interface ?? '',
    hasUbridge: tunnels.some(({ a: near }) => near.device === one.device && near.interface === one.interface),
  });
  const far = { id: endId(lab, key, 'b'), device: addressId(a), name: peerText(a), hasUbridge: false };
  return { id: idOf(lab, key), title, numbers: [number], a: end(a, 'a'), b: b === undefined ? far : end(b, 'b') };
}

function peerText({ remoteAddress, remotePort }: LinkEnd): string {
  return `${remoteAddress}:${remotePort}`;
}

function addressId(end: LinkEnd): string {
  return `address ${peerText(end)}`;
}

/** The program that has the sockets: a hypervisor, or a process. */
function programOf({ hypervisor, process, pid }: LinkEnd): string {
  const known = process ?? 'owner not known';
  return hypervisor ?? (pid === undefined ? known : `${known} (pid ${pid})`);
}

function deviceId(end: LinkEnd, lab: string | undefined): string {
  return [hostText(end), programOf(end), lab ?? '', end.device ?? ''].join('\n');
}

/** What a picture shows of links as they were found; `shapeOf` says what a device of the labs is. */
export function topologyOfLinks(
  result: LinksResult,
  shapeOf: (device: string) => DeviceShape | undefined = () => undefined,
): Topology {
  const drawn = drawnLinks(result);
  const several = result.labs.length > 1;
  const ends = drawn.flatMap(({ link }) =>
    [link.a, link.b].flatMap((end) => (end === undefined ? [] : [{ end, lab: several ? link.lab : undefined }])),
  );
  const hosts = [...groupBy(ends, ({ end }) => hostText(end))].map(
    ([title, ofHost]): HostNode => ({
      id: title,
      title,
      kind: 'host',
      hypervisors: [...groupBy(ofHost, ({ end }) => programOf(end))].map(
        ([program, own]): HypervisorNode => ({
          id: `${title}\n${program}`,
          title: program,
          devices: devicesOf(own, shapeOf),
        }),
      ),
    }),
  );
  const addresses = [...groupBy(drawn, ({ link }) => (link.b === undefined ? addressId(link.a) : ''))]
    .filter(([id]) => id !== '')
    .map(
      ([id, [first]]): DeviceNode => ({
        id,
        title: first === undefined ? '' : peerText(first.link.a),
        shape: 'address',
      }),
    );
  return { hosts: [...hosts, ...groupHost('addresses', addresses)], links: drawn.map(({ node }) => node) };
}

interface NamedEnd {
  readonly end: LinkEnd;
  readonly lab: string | undefined;
}

/** Devices as labs name them; sockets that no lab names are together in one box. */
function devicesOf(ends: readonly NamedEnd[], shapeOf: (device: string) => DeviceShape | undefined): DeviceNode[] {
  return [...groupBy(ends, ({ end, lab }) => deviceId(end, lab))].map(([id, [first]]): DeviceNode => {
    const { device } = first?.end ?? {};
    if (device === undefined) return { id, title: 'sockets', shape: 'folded' };
    return { id, title: device, shape: shapeOf(device) ?? 'router' };
  });
}
