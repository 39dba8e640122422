import type { NioPorts } from './host.ts';
import type { Hop } from './live-link.ts';
import type { ProjectHost } from './project-host.ts';
import type { ServerNode } from './server.ts';

/** The ports of a socket that should be there. */
export type PortPair = Pick<NioPorts, 'localPort' | 'remotePort'>;

/** The sockets of one node on the way to a link. */
export interface EndChain {
  /** From the node outwards: the last one is the end of the link. */
  readonly hops: readonly Hop[];
  /** The ports of the link end, as its program was told them; absent if they are not known. */
  readonly end?: NioPorts;
  /** The link end if it should have these ports, because the other end of the link points there. */
  readonly endAt?: (ports: PortPair) => Hop;
}

/** What is known of a node's side of one of its links. */
export interface EndSight {
  /** Each may be the one. */
  readonly chains: readonly EndChain[];
  /** True if they are those of other links of the node as well, which nothing tells apart. */
  readonly isShared: boolean;
  /** What is there if it is none of these. */
  readonly otherwise: EndChain;
}

/** A node with the host on which it runs. */
export interface Place {
  readonly node: ServerNode;
  readonly host: ProjectHost;
}

/** The side of a link that can be this one only. */
export function oneEnd(chain: EndChain): EndSight {
  return { chains: chain.end === undefined ? [] : [chain], isShared: false, otherwise: chain };
}

export function chainOf(hops: readonly Hop[], end: NioPorts | undefined): EndChain {
  return end === undefined ? { hops } : { hops, end };
}
