import { groupBy } from '../group-by.ts';
import { mirrorOf } from './bridge-hops.ts';
import type { EndChain, EndSight } from './end-chain.ts';
import { type Joined, joinChains, summaryOf } from './join-chains.ts';
import type { LinkEnd } from './link-ends.ts';
import type { ServerLink } from './server.ts';

/** A link with its two ends. */
export interface EndedLink {
  readonly link: ServerLink;
  readonly a: LinkEnd;
  readonly b: LinkEnd;
}

/** The chain of a link; more than one if nothing tells which of them it is. */
export type Chains = readonly [Joined, ...Joined[]];

type Pair = readonly [a: EndChain, b: EndChain];

/**
 * Finds the chain of each link: the two ends that point at each other. A router, a computer or a cloud knows
 * which end is that of the link. Of a switch every socket may be, so that the other end decides; what is left
 * over then belongs to the links whose other ends are not there. Links between the same two switches cannot
 * be told apart: each may have each of their chains.
 */
export function pairEnds(links: readonly EndedLink[]): ReadonlyMap<EndedLink, Chains> {
  return new Pairing(links).chains();
}

class Pairing {
  private readonly links: readonly EndedLink[];
  private readonly found = new Map<EndedLink, Chains>();
  /** Chains that belong to a link that was found. */
  private readonly used = new Set<EndChain>();
  /** Chains of one side by their ports. */
  private readonly indices = new WeakMap<readonly EndChain[], ReadonlyMap<string, readonly EndChain[]>>();
  /** How many links still need one of the chains of a side. */
  private readonly needs = new Map<readonly EndChain[], number>();

  constructor(links: readonly EndedLink[]) {
    this.links = links;
  }

  chains(): ReadonlyMap<EndedLink, Chains> {
    const [shared, certain] = [this.links.filter(isBetweenShared), this.links.filter((one) => !isBetweenShared(one))];
    for (const one of certain) this.findCertain(one);
    const rest: EndedLink[] = certain.filter((one) => !this.found.has(one));
    const parallel = [...groupBy(shared, parallelKey).values()];
    const incomplete = parallel.flatMap((group) => this.findParallel(group));
    for (const one of [...rest, ...incomplete.flatMap(({ missing }) => missing)]) this.countNeeds(one);
    for (const one of rest) this.found.set(one, [this.openChain(one)]);
    for (const { group, pairs, missing } of incomplete) {
      const open = missing.map(() => this.openChain(group[0] as EndedLink));
      this.shareOut(group, [...pairs, ...open]);
    }
    return this.found;
  }

  private findCertain(one: EndedLink): void {
    const [pair, ...others] = this.pairsOf(one);
    if (pair === undefined || others.length > 0) return;
    this.use(pair);
    this.found.set(one, [joinChains(one, pair)]);
  }

  /** Links between the same two switches; what is returned has fewer chains than links. */
  private findParallel(
    group: readonly EndedLink[],
  ): { group: readonly EndedLink[]; pairs: readonly Joined[]; missing: readonly EndedLink[] }[] {
    const [first] = group as readonly [EndedLink];
    const pairs = this.pairsOf(first).filter(([a, b]) => !this.used.has(a) && !this.used.has(b));
    for (const pair of pairs) this.use(pair);
    const joined = pairs.map((pair) => joinChains(first, pair));
    if (joined.length < group.length) return [{ group, pairs: joined, missing: group.slice(joined.length) }];
    this.shareOut(group, joined);
    return [];
  }

  /** Each link may have each of the chains; they are said in the order in which both were made. */
  private shareOut(group: readonly EndedLink[], chains: readonly Joined[]): void {
    const [first] = group;
    // Where no port is known there is nothing that could be taken for another.
    const isTold = chains.some(({ ends }) => ends.some((end) => end?.localPort !== undefined));
    for (const [index, one] of group.entries()) {
      const own = chains[index] as Joined;
      const all = [own, ...chains.filter((other) => isTold && other !== own)] as const;
      // The other links of the group may name its nodes the other way round.
      this.found.set(one, one.a.node === first?.a.node ? all : (all.map(turned) as unknown as Chains));
    }
  }

  private use(pair: Pair): void {
    for (const chain of pair) this.used.add(chain);
  }

  /** The chains of both sides that point at each other. */
  private pairsOf({ a, b }: EndedLink): Pair[] {
    const behind = this.indexOf(b.sight.chains);
    return a.sight.chains.flatMap((chain): Pair[] => {
      if (chain.end === undefined) return [];
      const { localPort, remotePort } = mirrorOf(chain.end);
      const others = behind.get(`${localPort} ${remotePort}`) ?? [];
      return others.filter((other) => isReached(a, chain, b) && isReached(b, other, a)).map((other) => [chain, other]);
    });
  }

  private indexOf(chains: readonly EndChain[]): ReadonlyMap<string, readonly EndChain[]> {
    let index = this.indices.get(chains);
    if (index === undefined) {
      index = groupBy(chains, ({ end }) => (end === undefined ? '' : `${end.localPort} ${end.remotePort}`));
      this.indices.set(chains, index);
    }
    return index;
  }

  private countNeeds({ a, b }: EndedLink): void {
    for (const [{ sight }, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (sight.isShared && knownEnd(other.sight) === undefined)
        this.needs.set(sight.chains, (this.needs.get(sight.chains) ?? 0) + 1);
    }
  }

  /** A link whose two ends do not point at each other, or of which one end is not known. */
  private openChain(one: EndedLink): Joined {
    return joinChains(one, [this.openEnd(one.a, one.b), this.openEnd(one.b, one.a)]);
  }

  private openEnd({ sight }: LinkEnd, other: LinkEnd): EndChain {
    if (!sight.isShared) return knownEnd(sight) ?? sight.otherwise;
    const left = sight.chains.filter((chain) => !this.used.has(chain));
    const wanted = knownEnd(other.sight)?.end;
    if (wanted !== undefined) {
      // One of the two may point elsewhere.
      const found =
        left.find(({ end }) => end?.remotePort === wanted.localPort) ??
        left.find(({ end }) => end?.localPort === wanted.remotePort);
      if (found !== undefined) this.used.add(found);
      return found ?? sight.otherwise;
    }
    const told = left.filter((chain) => isToldBy(other, chain));
    const needs = this.needs.get(sight.chains) ?? 1;
    if (left.length === 0) return sight.otherwise;
    if (told.length === 1 || (left.length === 1 && needs === 1)) {
      const chain = (told.length === 1 ? told[0] : left[0]) as EndChain;
      this.used.add(chain);
      this.needs.set(sight.chains, needs - 1);
      return chain;
    }
    return summaryOf(left, needs > left.length ? sight.otherwise : undefined);
  }
}

function isBetweenShared({ a, b }: EndedLink): boolean {
  return a.sight.isShared && b.sight.isShared;
}

function parallelKey({ a, b }: EndedLink): string {
  return [a.live.nodeId, b.live.nodeId].sort().join(' ');
}

function turned({ hops, ends: [a, b] }: Joined): Joined {
  return { hops: hops.toReversed(), ends: [b, a] };
}

/** The one chain of a side that can be no other's. */
function knownEnd({ chains, isShared }: EndSight): EndChain | undefined {
  return isShared ? undefined : chains[0];
}

/** True if what an end sends goes to the host of the other. */
function isReached(from: LinkEnd, { end }: EndChain, to: LinkEnd): boolean {
  return end !== undefined && from.host?.reaches(end.remoteHost, to.host) === true;
}

/** True if the log of a uBridge that has ended says that it was the other end. */
function isToldBy({ node, host }: LinkEnd, { end }: EndChain): boolean {
  const ended = node === undefined ? undefined : host?.endedOf('ubridge', node);
  return (
    end !== undefined &&
    node?.status !== 'stopped' &&
    ended?.ports.some((ports) => ports.localPort === end.remotePort && ports.remotePort === end.localPort) === true
  );
}
