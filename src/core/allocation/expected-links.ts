import { wrapPort } from '../address/port.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { type Allocation, deletedNios } from './allocation.ts';
import type { Nio, SocketOwner } from './step.ts';

/** The socket that a lab makes at one end of a link. */
export interface ExpectedEnd {
  readonly hypervisor: Hypervisor;
  readonly owner: SocketOwner;
  readonly device: string;
  readonly interface: string;
  /** True if the lab writes its ports out. */
  readonly explicit: boolean;
  /** As the system binds and connects them: within 16 bits. */
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/** A link with its socket at each end; `b` is undefined where the other end is not the lab's. */
export interface ExpectedLink {
  readonly name: string;
  readonly lab: string;
  /** True for the tunnel between a router of GNS3 and its uBridge, which is a part of the link. */
  readonly isTunnel: boolean;
  /** Name of the link, without what tells its tunnels apart. */
  readonly linkName: string;
  readonly a: ExpectedEnd;
  readonly b: ExpectedEnd | undefined;
}

/**
 * The links that the labs leave behind, in the order in which they are made. GNS3's tunnels to uBridge are
 * rows of their own. `withStopped`: also the ends in hypervisors that the labs stop, whose links are still
 * meant to be there.
 */
export function expectedLinks(
  allocations: readonly Allocation[],
  { withStopped = false }: { readonly withStopped?: boolean } = {},
): ExpectedLink[] {
  return allocations.flatMap((allocation) => {
    const { created, deletions, lab } = allocation;
    const deleted = deletedNios(withStopped ? deletions.filter(({ isRemoved }) => isRemoved) : deletions);
    const links: ExpectedLink[] = [];
    let nios: Nio[] = [];
    const finish = (): void => {
      links.push(...pairsOf(nios, lab.name));
      nios = [];
    };
    // The NIOs of a link stand in a row.
    for (let index = 0; index < created.length; index++) {
      if (deleted.has(index)) continue;
      const nio = created.at(index);
      if (nios[0] !== undefined && nios[0].link !== nio.link) finish();
      nios.push(nio);
    }
    finish();
    return links;
  });
}

/** Puts the NIOs of one link together that point at each other. */
function pairsOf(nios: readonly Nio[], lab: string): ExpectedLink[] {
  const links: ExpectedLink[] = [];
  const waiting = [...nios];
  for (let first = waiting.shift(); first !== undefined; first = waiting.shift()) {
    const a = first;
    const index = waiting.findIndex((nio) => nio.localPort === a.remotePort && nio.remotePort === a.localPort);
    const [b] = index < 0 ? [] : waiting.splice(index, 1);
    const name = a.tunnel ? `${a.link.name} (${a.device}'s uBridge)` : a.link.name;
    links.push({ name, lab, isTunnel: a.tunnel, linkName: a.link.name, a: endOf(a), b: b && endOf(b) });
  }
  return links;
}

function endOf(nio: Nio): ExpectedEnd {
  const { hypervisor, owner, device, interface: name, explicit, localPort, remoteHost, remotePort } = nio;
  return {
    hypervisor,
    owner,
    device,
    interface: name,
    explicit,
    localPort: wrapPort(localPort),
    remoteHost,
    remotePort: wrapPort(remotePort),
  };
}
