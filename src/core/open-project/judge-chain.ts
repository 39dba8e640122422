import type { Joined } from './join-chains.ts';
import { type Death, type Hop, type HopFault, LIVE_STATES, type LiveState } from './live-link.ts';

/** What a fault of one hop makes of its link. */
const STATE_OF: Readonly<Record<HopFault, LiveState>> = {
  'process ended': 'BROKEN',
  orphan: 'ORPHAN',
  shared: 'SHARED',
  foreign: 'FOREIGN',
  crossed: 'CROSSED',
  'no socket': 'HALF-OPEN',
  'process stopped': 'STALLED',
  'process traced': 'STALLED',
  'bridge stopped': 'STALLED',
  'queue full': 'STALLED',
  'not seen': 'UNKNOWN',
};

/** What is known of a link that its sockets do not tell. */
export interface LinkFacts {
  readonly deaths: readonly Death[];
  /** True if an end is not looked at. */
  readonly isHalfSeen: boolean;
  /** As the server says. */
  readonly isSuspended: boolean;
}

/** The state of a link with one chain: the worst of all that is true of it. */
export function stateOf({ hops, ends }: Joined, { deaths, isHalfSeen, isSuspended }: LinkFacts): LiveState {
  const faults = hops.flatMap(({ fault }) => fault ?? []);
  const truths: readonly LiveState[] = [
    ...faults.map((fault) => (fault === 'no socket' && !ends.some(isThere) ? 'MISSING' : STATE_OF[fault])),
    ...(isSelfConnected(ends) ? (['SELF'] as const) : []),
    ...(deaths.length > 0 ? (['ONE-WAY'] as const) : []),
    ...(isHalfSeen || hops.length === 0 ? (['UNKNOWN'] as const) : []),
    ...(isFiltering(hops) ? ([isSuspended ? 'SUSPENDED' : 'FILTERED'] as const) : []),
    ...(hops.some((hop) => !hop.isPresent && hop.fault === undefined) ? (['STOPPED'] as const) : []),
    ...(isIdle(hops) ? (['IDLE'] as const) : []),
    'ESTABLISHED',
  ];
  return worstOf(truths);
}

/**
 * The state of a link that may have each of several chains, each with a state: the worst. That nothing has
 * passed is said only if it is true of all.
 */
export function stateOfAny(states: readonly LiveState[]): LiveState {
  const worst = worstOf(states);
  return worst === 'IDLE' && states.includes('ESTABLISHED') ? 'ESTABLISHED' : worst;
}

/** True if a bridge of the chain has filters. */
export function isFiltering(hops: readonly Hop[]): boolean {
  return hops.some(({ filters }) => filters !== undefined);
}

function worstOf(states: readonly LiveState[]): LiveState {
  return LIVE_STATES.find((state) => states.includes(state)) ?? 'UNKNOWN';
}

function isThere(hop: Hop | undefined): boolean {
  return hop?.isPresent === true;
}

/** A socket that has its own port as its peer; on two hosts both ends often have the same number. */
function isSelfConnected([a, b]: Joined['ends']): boolean {
  return [a, b].some((end) => end?.localPort !== undefined && end.localPort === end.remotePort && a?.host === b?.host);
}

/** Every hop that counts has counted nothing yet. */
function isIdle(hops: readonly Hop[]): boolean {
  const counters = hops.flatMap((hop) => hop.counters ?? []);
  return counters.length > 0 && counters.every(({ packetsIn, packetsOut }) => packetsIn === 0 && packetsOut === 0);
}
