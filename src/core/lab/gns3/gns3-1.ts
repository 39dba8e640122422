import { looksLikeNio, parseNio } from '../endpoint.ts';
import type { NioEnd } from '../lab.ts';
import type { Gns3Node } from './gns3-devices.ts';
import type { Gns3Generation } from './gns3-generation.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';
import type { Gns3Port, Gns3Wiring } from './gns3-wiring.ts';

/** GNS3 1.x: servers, and ports that have ids of their own. */
export const GNS3_1: Gns3Generation = {
  servers: 'servers',
  serverId: 'id',
  serverIdOfNode: 'server_id',
  nodeId: 'id',
  nodeType: 'type',
  picksAddress: undefined,
  usualRevision: undefined,
  nameOfNode: (source, _record, { label, properties }) =>
    (label && source.text(label, 'text')) ?? (properties && source.text(properties, 'name')),
  isLocal: (source, server) => source.isTrue(server, 'local'),
  connect: (source, wiring, links, nodes) => new LinkReader(source, nodes).connect(wiring, links),
};

class LinkReader {
  private readonly source: Gns3Source;
  private readonly nodes: ReadonlyMap<string, Gns3Node>;
  /** By the ids of node and port. */
  private readonly ports = new Map<string, JsonObject>();

  constructor(source: Gns3Source, nodes: ReadonlyMap<string, Gns3Node>) {
    this.source = source;
    this.nodes = nodes;
    for (const [nodeId, { record }] of nodes) {
      for (const port of source.objects(record, 'ports')) {
        const id = source.id(port, 'id');
        if (id !== undefined) this.ports.set(`${nodeId} ${id}`, port);
      }
    }
  }

  connect(wiring: Gns3Wiring, links: readonly JsonObject[]): void {
    const left: JsonObject[] = [];
    for (const link of links) {
      if (this.isLeftBehind(link)) {
        left.push(link);
        continue;
      }
      const from = this.portOf(link, 'source');
      const to = this.portOf(link, 'destination');
      if (from === undefined || to === undefined) {
        this.source.warn(link, 'this link is passed over: it does not name two nodes with a port each');
      } else if (from.nio !== undefined && to.nio !== undefined) {
        const name = `${from.end.deviceName} -- ${to.end.deviceName}`;
        this.source.warn(link, `the link ${name} is passed over: both ends are clouds`);
      } else if (!wiring.has(from, to)) {
        // GNS3 1.x gives the NIO of a cloud to the device at the other end.
        const [device, other] = from.nio === undefined ? [from, to] : [to, from];
        wiring.connect(link, device, { end: other.nio ?? other.end, plug: other.plug });
      }
    }
    reportLeftBehind(this.source, left);
  }

  private portOf(link: JsonObject, side: 'source' | 'destination'): Gns3Port | undefined {
    const { source } = this;
    const nodeId = source.id(link, `${side}_node_id`);
    const portId = source.id(link, `${side}_port_id`);
    if (nodeId === undefined || portId === undefined) return undefined;
    const device = this.nodes.get(nodeId)?.device;
    const port = this.ports.get(`${nodeId} ${portId}`);
    const portName = port && source.text(port, 'name');
    const label = source.object(link, `${side}_port_label`);
    return {
      end: {
        type: 'device',
        deviceName: device?.name ?? `node ${nodeId}`,
        device,
        interface:
          (label && source.text(label, 'text')) ?? (portName === undefined ? `port ${portId}` : shortName(portName)),
      },
      plug: device && `${nodeId} ${portId}`,
      nio: device?.kind === 'cloud' && portName !== undefined ? nioOf(portName) : undefined,
    };
  }

  /**
   * True if neither end of a link knows of it, and an end knows of another: GNS3 1.2 left such links in the
   * file when they were drawn anew.
   */
  private isLeftBehind(link: JsonObject): boolean {
    const { source } = this;
    const id = source.id(link, 'id');
    const known = (['source', 'destination'] as const).flatMap((side) => {
      const port = this.ports.get(`${source.id(link, `${side}_node_id`)} ${source.id(link, `${side}_port_id`)}`);
      return (port && source.id(port, 'link_id')) ?? [];
    });
    return id !== undefined && known.length > 0 && !known.includes(id);
  }
}

/** Says once what was left behind: such projects hold dozens of them. */
function reportLeftBehind(source: Gns3Source, left: readonly JsonObject[]): void {
  const [first] = left;
  if (first === undefined) return;
  const what =
    left.length === 1 ? 'this link is passed over' : `${left.length} links are passed over, this is the first`;
  source.warn(first, `${what}: the ports at both ends belong to other links`);
}

/**
 * Ports of a 1.x cloud are called like NIOs; one that Dynagen does not know, such as nio_nat, opens no UDP
 * port either.
 */
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
