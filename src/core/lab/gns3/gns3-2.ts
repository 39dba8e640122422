import { MAX_PORT } from '../../address/port.ts';
import type { DeviceKind, NioEnd } from '../lab.ts';
import type { Gns3Node } from './gns3-devices.ts';
import type { Gns3Generation } from './gns3-generation.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';
import type { Gns3Port } from './gns3-wiring.ts';

/** More adapters and ports than any node has; a larger number is damage. */
const NUMBERS = [0, 65_535] as const;

/** GNS3 2.x and 3.x: computes, and links between adapters and ports by their numbers. */
export const GNS3_2: Gns3Generation = {
  servers: 'computes',
  serverId: 'compute_id',
  serverIdOfNode: 'compute_id',
  nodeId: 'node_id',
  nodeType: 'node_type',
  picksAddress: true,
  usualRevision: 9,
  nameOfNode: (source, record) => source.text(record, 'name'),
  isLocal: (_source, _server, id) => id === 'local',
  connect: (source, wiring, links, nodes) => {
    for (const link of links) {
      const [first, second, ...more] = source.objects(link, 'nodes');
      const from = first && portOf(source, first, nodes);
      const to = second && portOf(source, second, nodes);
      if (from === undefined || to === undefined || more.length > 0) {
        source.warn(link, 'this link is passed over: it does not name two nodes');
        continue;
      }
      if (!wiring.connect(link, from, to)) continue;
      // A cloud has a port of its own for the link, and behind it the tunnel that its port is configured for.
      for (const { end, nio } of [from, to]) {
        if (nio !== undefined) wiring.connect(link, { end, plug: undefined }, { end: nio, plug: undefined });
      }
    }
  },
};

function portOf(source: Gns3Source, end: JsonObject, nodes: ReadonlyMap<string, Gns3Node>): Gns3Port | undefined {
  const nodeId = source.id(end, 'node_id');
  if (nodeId === undefined) return undefined;
  const node = nodes.get(nodeId);
  const adapter = source.whole(end, 'adapter_number', NUMBERS) ?? 0;
  const port = source.whole(end, 'port_number', NUMBERS) ?? 0;
  const label = source.object(end, 'label');
  const mapping = node && mappingOf(node, port);
  return {
    end: {
      type: 'device',
      deviceName: node?.device.name ?? nodeId,
      device: node?.device,
      interface:
        (label && source.text(label, 'text')) ??
        (mapping && source.text(mapping, 'name')) ??
        unlabelled(node?.device.kind, adapter, port),
    },
    plug: node && `${nodeId} ${adapter}/${port}`,
    nio: mapping && udpOf(source, mapping),
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
  // The entry of a port nearly always stands at its number, so that a wide switch is not searched for each of
  // its links.
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
