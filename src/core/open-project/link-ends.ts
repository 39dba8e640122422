import { groupBy } from '../group-by.ts';
import { cloudEnd } from './cloud-end.ts';
import { computerEnd } from './computer-ends.ts';
import { type EndSight, oneEnd, type Place, type PortPair } from './end-chain.ts';
import type { HostReading } from './host.ts';
import type { Hop, LiveEnd } from './live-link.ts';
import { nodeKindOf } from './node-kind.ts';
import type { OpenProject } from './open-project.ts';
import { ProjectHost } from './project-host.ts';
import { RouterEnds } from './router-ends.ts';
import type { ServerLinkEnd, ServerNode } from './server.ts';
import { switchEnds } from './switch-ends.ts';

/** One end of a link with all that is known of it. */
export interface LinkEnd {
  readonly live: LiveEnd;
  readonly node?: ServerNode;
  readonly host?: ProjectHost;
  readonly sight: EndSight;
  /** The kind of a node that is not looked at, such as `docker`. */
  readonly notLookedAt?: string;
}

const NOTHING: EndSight = { chains: [], isShared: false, otherwise: { hops: [] } };

/** The ends of links of a project; what belongs to a node is found once. */
export class LinkEnds {
  private readonly nodes: ReadonlyMap<string, ServerNode>;
  private readonly hosts: ReadonlyMap<string, ProjectHost>;
  private readonly computeNames: ReadonlyMap<string, string>;
  private readonly routers = new Map<string, RouterEnds>();
  private readonly switches = new Map<string, EndSight>();

  constructor({ says, hosts, earlier }: OpenProject) {
    this.nodes = new Map(says.nodes.map((node) => [node.id, node]));
    this.computeNames = new Map(says.computes.map(({ id, name }) => [id, name]));
    const before = groupBy<HostReading, string>(earlier ?? [], ({ host }) => host);
    this.hosts = new Map(
      hosts.flatMap((reading) => {
        const host = new ProjectHost(reading, says, before.get(reading.host)?.[0]);
        return reading.computeIds.map((id): [string, ProjectHost] => [id, host]);
      }),
    );
  }

  end(told: ServerLinkEnd): LinkEnd {
    const node = this.nodes.get(told.nodeId);
    const live = this.liveEnd(told, node);
    if (node === undefined) return { live, sight: NOTHING, notLookedAt: live.nodeType };
    const host = this.hosts.get(node.computeId);
    if (nodeKindOf(node.type) === undefined) return { live, node, sight: NOTHING, notLookedAt: node.type };
    if (host === undefined) return { live, node, sight: unread(live) };
    return { live, node, host, sight: this.sight({ node, host }, told) };
  }

  private sight(place: Place, { adapter, port }: ServerLinkEnd): EndSight {
    const { node } = place;
    const kind = nodeKindOf(node.type);
    if (kind === 'router') return remembered(this.routers, node.id, () => new RouterEnds(place)).at(adapter, port);
    if (kind === 'switch') return remembered(this.switches, node.id, () => switchEnds(place));
    return kind === 'cloud' ? cloudEnd(place, port) : computerEnd(place, kind === 'qemu' ? 'qemu' : 'vpcs', adapter);
  }

  private liveEnd({ nodeId, adapter, port }: ServerLinkEnd, node: ServerNode | undefined): LiveEnd {
    const found = node?.ports.find((one) => one.adapter === adapter && one.port === port);
    const host = node && (this.hosts.get(node.computeId)?.name ?? this.computeNames.get(node.computeId));
    return {
      node: node?.name ?? nodeId,
      nodeId,
      nodeType: node?.type ?? 'unknown',
      interface: found?.shortName ?? `${adapter}/${port}`,
      ...(node?.status === undefined ? {} : { status: node.status }),
      host: host ?? node?.computeId ?? '',
    };
  }
}

/** An end on a host that was not read. */
function unread({ node, host }: LiveEnd): EndSight {
  const endAt = (ports?: PortPair): Hop => ({
    ...{ program: 'other', node, host, isPresent: false, fault: 'not seen' },
    ...ports,
  });
  return oneEnd({ hops: [endAt()], endAt });
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
