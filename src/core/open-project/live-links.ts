import { present } from '../present.ts';
import { deathsOf } from './deaths.ts';
import type { Joined } from './join-chains.ts';
import { isFiltering, stateOf, stateOfAny } from './judge-chain.ts';
import { type LinkEnd, LinkEnds } from './link-ends.ts';
import { type Hop, isLiveWell, type LiveLink } from './live-link.ts';
import { canFilter } from './node-kind.ts';
import type { OpenProject } from './open-project.ts';
import { type Chains, type EndedLink, pairEnds } from './pair-ends.ts';
import type { ServerLink } from './server.ts';

/**
 * The links of an open project as they are there, in the order of the server. A link that is being made, and
 * has one end so far, is left out.
 */
export function liveLinks(project: OpenProject): readonly LiveLink[] {
  const ends = new LinkEnds(project);
  const links = project.says.links.flatMap((link): EndedLink[] => {
    const [a, b] = link.ends;
    return a === undefined || b === undefined ? [] : [{ link, a: ends.end(a), b: ends.end(b) }];
  });
  const chains = pairEnds(links);
  return links.map((one) => liveLink(one, chains.get(one) as Chains));
}

function liveLink({ link, a, b }: EndedLink, chains: Chains): LiveLink {
  const [{ hops, ends }, ...others] = chains;
  const asleep = new Set([a, b].filter(isAsleep).map(({ live }) => live.node));
  const notLookedAt = [a, b].flatMap((end) => end.notLookedAt ?? []);
  const deaths = chains.map((chain) => deathsOf(chain.hops, asleep));
  const facts = { isHalfSeen: notLookedAt.length > 0, isSuspended: link.isSuspended };
  const state = stateOfAny(chains.map((chain, index) => stateOf(chain, { ...facts, deaths: deaths[index] ?? [] })));
  return present({
    ...{ id: link.id, name: `${nameOf(a)} -- ${nameOf(b)}`, state, a: a.live, b: b.live, hops },
    otherChains: others.length === 0 ? undefined : others.map((other) => other.hops),
    ports: others.length === 0 ? portsOf(ends) : undefined,
    ...(others.length === 0 ? passedAt(a, hops) : {}),
    isSuspended: link.isSuspended,
    ignoresFilters: ignoresFilters(link, [a, b], chains) ? (true as const) : undefined,
    filters: [...link.filters].map(([name, values]) => [name, ...values].join(' ')),
    dropped: droppedIn(hops),
    deaths: deaths[0]?.length === 0 ? undefined : deaths[0],
    notLookedAt: notLookedAt.length === 0 ? undefined : notLookedAt,
    broken: state === 'BROKEN' ? brokenOf([a, b], chains) : undefined,
    complaints: isLiveWell(state) ? undefined : complaintsOf([a, b]),
  });
}

function nameOf({ live }: LinkEnd): string {
  return `${live.node} ${live.interface}`;
}

/** A router that does not run reads nothing. */
function isAsleep({ live }: LinkEnd): boolean {
  return live.nodeType === 'dynamips' && live.status !== 'started';
}

function portsOf([a, b]: Joined['ends']): LiveLink['ports'] {
  return a?.localPort === undefined && b?.localPort === undefined ? undefined : [a?.localPort, b?.localPort];
}

function passedAt({ live }: LinkEnd, hops: readonly Hop[]): { in?: number; out?: number } {
  const { program, counters } = hops.find(({ node, counters }) => counters !== undefined && node === live.node) ?? {};
  if (counters === undefined) return {};
  const { packetsIn, packetsOut } = counters;
  return program === 'dynamips' ? { in: packetsOut, out: packetsIn } : { in: packetsIn, out: packetsOut };
}

/** The server says that something is to be dropped, and everything that would do it is there and does not. */
function ignoresFilters({ isSuspended, filters }: ServerLink, ends: readonly LinkEnd[], chains: Chains): boolean {
  if (!isSuspended && filters.size === 0) return false;
  const filtering = ends.find(({ live }) => canFilter(live.nodeType));
  if (filtering === undefined) return true;
  if (filtering.notLookedAt !== undefined) return false;
  return chains.every(({ hops }) => {
    const own = hops.filter(({ node, side }) => node === filtering.live.node && side !== undefined);
    return own.length > 0 && own.every(({ isPresent }) => isPresent) && !isFiltering(own);
  });
}

/** What came in at one side of the bridges that have filters, and did not go out at the other. */
function droppedIn(hops: readonly Hop[]): number | undefined {
  const filtering = hops.filter(({ filters, counters }) => filters !== undefined && counters !== undefined);
  if (filtering.length === 0) return undefined;
  const sum = filtering.reduce(
    (all, { counters }) => all + (counters?.packetsIn ?? 0) - (counters?.packetsOut ?? 0),
    0,
  );
  return Math.max(0, sum);
}

/** The process that has ended, that of node `a` first. */
function brokenOf(ends: readonly LinkEnd[], chains: Chains): LiveLink['broken'] {
  const gone = chains.flatMap(({ hops }) => hops.find(({ fault }) => fault === 'process ended') ?? [])[0];
  const end = ends.find(({ live }) => live.node === gone?.node);
  if (gone === undefined || end?.node === undefined) return undefined;
  const { lastWords, atMs } = end.host?.endedOf(gone.program, end.node) ?? {};
  return present({ program: gone.program, node: gone.node, nodeType: end.live.nodeType, lastWords, atMs });
}

function complaintsOf(ends: readonly LinkEnd[]): readonly string[] | undefined {
  const lines = ends.flatMap(({ node, host }) => (node === undefined ? [] : (host?.complaintsOf(node) ?? [])));
  return lines.length === 0 ? undefined : [...new Set(lines)];
}
