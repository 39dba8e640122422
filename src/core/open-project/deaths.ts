import type { Death, Hop } from './live-link.ts';

/**
 * A chain is read hop by hop, not at one moment: what is sent between the look at one hop and the look at the
 * next was counted by one of them only. One frame may always be on its way so; a program that has sent two or
 * more while the next one has taken in none has lost them, unless both have counted the same number in all.
 */
const MAY_BE_ON_THE_WAY = 1;

/**
 * Where frames die between the readings: the first place in each direction. `asleep` are the names of routers
 * that are not started: nothing reads their sockets, and nothing should.
 */
export function deathsOf(hops: readonly Hop[], asleep: ReadonlySet<string>): readonly Death[] {
  return [...firstDeath(hops, 'a to b', asleep), ...firstDeath(hops, 'b to a', asleep)];
}

function firstDeath(
  hops: readonly Hop[],
  direction: Death['direction'],
  asleep: ReadonlySet<string>,
): readonly Death[] {
  const step = direction === 'a to b' ? 1 : -1;
  for (let after = step === 1 ? 0 : hops.length - 1; hops[after + step] !== undefined; after += step) {
    const [from, to] = [hops[after], hops[after + step]] as [Hop, Hop];
    const isAsleep = to.program === 'dynamips' && asleep.has(to.node);
    const lost = isAsleep ? 0 : lostBetween(from, to);
    if (lost > 0) return [{ direction, after, before: after + step, lost }];
  }
  return [];
}

/** Frames that one hop has passed on, or taken in, and the next has not taken in, or not passed on. */
function lostBetween(from: Hop, to: Hop): number {
  // Filters drop on purpose.
  if (isBridge(from, to)) return from.filters === undefined ? lost(flowInto(from), flowOutOf(to)) : 0;
  if (!to.isPresent) return to.fault === undefined || to.fault === 'not seen' ? 0 : (flowOutOf(from)?.grown ?? 0);
  return lost(flowOutOf(from), flowInto(to));
}

interface Flow {
  readonly grown: number;
  readonly all: number;
}

function lost(sent: Flow | undefined, taken: Flow | undefined): number {
  if (sent === undefined || taken === undefined || taken.grown > 0 || sent.all === taken.all) return 0;
  return sent.grown > MAY_BE_ON_THE_WAY ? sent.grown : 0;
}

function flowInto({ grown, counters }: Hop): Flow | undefined {
  return grown && counters && { grown: grown.packetsIn, all: counters.packetsIn };
}

function flowOutOf({ grown, counters }: Hop): Flow | undefined {
  return grown && counters && { grown: grown.packetsOut, all: counters.packetsOut };
}

/** True for the two sides of one bridge: frames pass inside the program. */
function isBridge(a: Hop, b: Hop): boolean {
  return a.side !== undefined && b.side !== undefined && a.side !== b.side && a.pid === b.pid;
}
