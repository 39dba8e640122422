import { MAX_PORT } from '../../address/port.ts';
import { looksLikeNio, parseNio } from '../endpoint.ts';
import type { DeviceKind, NioEnd } from '../lab.ts';
import type { Gns3Node } from './gns3-devices.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';

/** More adapters and ports than any node has; a larger number is damage. */
const NUMBERS = [0, 65_535] as const;

/** Where a cable of a project goes in. */
export interface Gns3Port {
  /** Undefined if no node has the id. */
  readonly node: Gns3Node | undefined;
  readonly deviceName: string;
  readonly interface: string;
  /** Tells one port of the project from every other; undefined if the device is not there. */
  readonly plug: string | undefined;
  /** What a port of a cloud stands for. */
  readonly nio?: NioEnd;
}

/** The ports of all nodes of a 1.x project by their ids; they are unique in the project. */
export function portsOf1(source: Gns3Source, nodes: ReadonlyMap<string, Gns3Node>): Map<string, JsonObject> {
  const ports = new Map<string, JsonObject>();
  for (const [nodeId, { record }] of nodes) {
    for (const port of source.objects(record, 'ports')) {
      const id = source.id(port, 'id');
      if (id !== undefined) ports.set(`${nodeId} ${id}`, port);
    }
  }
  return ports;
}

/** One end, `source` or `destination`, of a link of 1.x. */
export function portOf1(
  source: Gns3Source,
  link: JsonObject,
  end: 'source' | 'destination',
  nodes: ReadonlyMap<string, Gns3Node>,
  ports: ReadonlyMap<string, JsonObject>,
): Gns3Port | undefined {
  const nodeId = source.id(link, `${end}_node_id`);
  const portId = source.id(link, `${end}_port_id`);
  if (nodeId === undefined || portId === undefined) return undefined;
  const node = nodes.get(nodeId);
  const port = ports.get(`${nodeId} ${portId}`);
  const portName = port && source.text(port, 'name');
  const label = source.object(link, `${end}_port_label`);
  const nio = node?.device.kind === 'cloud' && portName !== undefined ? nioOf(portName) : undefined;
  return {
    node,
    deviceName: node?.device.name ?? `node ${nodeId}`,
    interface:
      (label && source.text(label, 'text')) ?? (portName === undefined ? `port ${portId}` : shortName(portName)),
    plug: node === undefined ? undefined : `${nodeId} ${portId}`,
    ...(nio === undefined ? {} : { nio }),
  };
}

/**
 * True if neither end of a link of 1.x knows of it, and an end knows of another: GNS3 1.2 left such links in the file when they
 * were drawn anew.
 */
export function isLeftBehind1(source: Gns3Source, link: JsonObject, ports: ReadonlyMap<string, JsonObject>): boolean {
  const id = source.id(link, 'id');
  const known = (['source', 'destination'] as const).flatMap((end) => {
    const port = ports.get(`${source.id(link, `${end}_node_id`)} ${source.id(link, `${end}_port_id`)}`);
    return (port && source.id(port, 'link_id')) ?? [];
  });
  return id !== undefined && known.length > 0 && !known.includes(id);
}

/** One end of a link of 2.x and 3.x. */
export function portOf2(
  source: Gns3Source,
  end: JsonObject,
  nodes: ReadonlyMap<string, Gns3Node>,
): Gns3Port | undefined {
  const nodeId = source.id(end, 'node_id');
  if (nodeId === undefined) return undefined;
  const node = nodes.get(nodeId);
  const adapter = source.whole(end, 'adapter_number', NUMBERS) ?? 0;
  const port = source.whole(end, 'port_number', NUMBERS) ?? 0;
  const label = source.object(end, 'label');
  const mapping = node === undefined ? undefined : mappingOf(node, port);
  const nio = mapping === undefined ? undefined : udpOf(source, mapping);
  return {
    node,
    deviceName: node?.device.name ?? nodeId,
    interface:
      (label && source.text(label, 'text')) ??
      (mapping && source.text(mapping, 'name')) ??
      unlabelled(node?.device.kind, adapter, port),
    plug: node === undefined ? undefined : `${nodeId} ${adapter}/${port}`,
    ...(nio === undefined ? {} : { nio }),
  };
}

/** Routers and IOU count ports by adapter; a switch has no adapters, and a machine one port on each. */
function unlabelled(kind: DeviceKind | undefined, adapter: number, port: number): string {
  const isByAdapter = kind === undefined || kind === 'router' || kind === 'iou' || (adapter > 0 && port > 0);
  return isByAdapter ? `${adapter}/${port}` : String(adapter + port);
}

/** What a cloud, a switch or a hub writes about one of its ports. */
function mappingOf({ device, properties }: Gns3Node, port: number): JsonObject | undefined {
  if (device.kind !== 'cloud' && device.kind !== 'ethernet-switch' && device.kind !== 'hub') return undefined;
  if (properties === undefined) return undefined;
  const list = properties.entries.get('ports_mapping');
  if (list?.type !== 'array') return undefined;
  // The entry of a port nearly always stands at its number, so that a wide switch is not searched for each of its links.
  const isPort = (item: (typeof list.items)[number] | undefined): item is JsonObject => {
    if (item?.type !== 'object') return false;
    const number = item.entries.get('port_number');
    return number?.type === 'number' && number.value === port;
  };
  const likely = list.items[port];
  if (isPort(likely)) return likely;
  return list.items.slice(0, NEAR).find(isPort);
}

/** How many entries are searched for a port that is not at its own place. */
const NEAR = 64;

/** The tunnel that uBridge makes for a port of type `udp` of a cloud. */
function udpOf(source: Gns3Source, mapping: JsonObject): NioEnd | undefined {
  if (source.text(mapping, 'type') !== 'udp') return undefined;
  const localPort = source.whole(mapping, 'lport', [0, MAX_PORT]);
  const remotePort = source.whole(mapping, 'rport', [0, MAX_PORT]);
  const remoteHost = source.text(mapping, 'rhost');
  if (localPort === undefined || remotePort === undefined || remoteHost === undefined) return undefined;
  const text = `nio_udp:${localPort}:${remoteHost}:${remotePort}`;
  return { type: 'nio', text, udp: { localPort, remoteHost, remotePort } };
}

/** Ports of a 1.x cloud are called like NIOs; one that Dynagen does not know, such as nio_nat, opens no UDP port either. */
function nioOf(portName: string): NioEnd | undefined {
  if (!looksLikeNio(portName)) return undefined;
  const nio = parseNio(portName);
  return typeof nio === 'string' ? { type: 'nio', text: portName } : nio;
}

/** As GNS3 writes it beside a link: `f0/0` for `FastEthernet0/0`. */
function shortName(portName: string): string {
  const match = /^(Ethernet|FastEthernet|GigabitEthernet|Serial|ATM|POS)(\d+(?:\/\d+)*)$/.exec(portName);
  return match === null ? portName : `${(match[1] ?? '').charAt(0).toLowerCase()}${match[2] ?? ''}`;
}
