import { present } from '../present.ts';
import { mirrorOf } from './bridge-hops.ts';
import type { EndChain } from './end-chain.ts';
import type { LinkEnd } from './link-ends.ts';
import type { Hop, HopFault } from './live-link.ts';

/** The whole way from node to node. */
export interface Joined {
  readonly hops: readonly Hop[];
  /** Indices of the two link ends; undefined where nothing of a side is known. */
  readonly ends: readonly [a: Hop | undefined, b: Hop | undefined];
}

/** Joins the two sides of a link. What one end says of the other is told where that one is not there. */
export function joinChains(
  link: { readonly a: LinkEnd; readonly b: LinkEnd },
  [near, far]: readonly [a: EndChain, b: EndChain],
): Joined {
  const a = endOf(link.a, near, link.b, far);
  const b = endOf(link.b, far, link.a, near);
  const hops = [...near.hops.slice(0, -1), ...listed(a), ...listed(b), ...far.hops.slice(0, -1).toReversed()];
  return { hops, ends: [a, b] };
}

function listed(hop: Hop | undefined): readonly Hop[] {
  return hop === undefined ? [] : [hop];
}

function endOf(own: LinkEnd, chain: EndChain, other: LinkEnd, otherChain: EndChain): Hop | undefined {
  const last = chain.hops.at(-1);
  if (otherChain.end === undefined || last === undefined) return last;
  if (chain.end === undefined) return chain.endAt?.(mirrorOf(otherChain.end)) ?? last;
  const { remotePort, remoteHost } = chain.end;
  const isRight = remotePort === otherChain.end.localPort && (own.host?.reaches(remoteHost, other.host) ?? true);
  return isRight || last.fault !== undefined ? last : { ...last, fault: 'crossed' };
}

const WORST_FIRST: readonly HopFault[] = [
  'process ended',
  'orphan',
  'shared',
  'foreign',
  'crossed',
  'no socket',
  'process stopped',
  'process traced',
  'bridge stopped',
  'queue full',
  'not seen',
];

/**
 * One of several sides, which nothing tells apart: each of its hops is as well as the worst of those that it
 * may be, and its ports are not known. `missing` is what is there if it is none of them.
 */
export function summaryOf(chains: readonly EndChain[], missing: EndChain | undefined): EndChain {
  const all = missing === undefined ? chains : [...chains, missing];
  const [first] = all;
  return { hops: (first?.hops ?? []).map((_, index) => worstHop(all.flatMap(({ hops }) => hops[index] ?? []))) };
}

function worstHop(hops: readonly Hop[]): Hop {
  const faults = hops.map(({ fault }) => fault);
  const fault = WORST_FIRST.find((one) => faults.includes(one));
  const { program, node, host, pid, side, holder, holderPid } = hops.find((hop) => hop.fault === fault) as Hop;
  const isPresent = hops.every((hop) => hop.isPresent);
  return present({ program, node, host, pid, side, isPresent, fault, holder, holderPid });
}
