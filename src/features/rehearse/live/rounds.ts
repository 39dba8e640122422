import type { RehearsalNio } from '../plan.ts';
import type { ReturnedFrames } from '../returned-frames.ts';
import type { NioCounters, Stage } from './test-switches.ts';

/**
 * So many frames are sent at once. The buffer of a socket holds about 277 small datagrams (212,992 bytes on Linux, each counted as
 * 768), and all of them may be for one injector.
 */
const FRAMES_AT_A_TIME = 128;

/** The ends that send first, and those that send then: of two that send to each other one is in each. */
export function rounds(nios: readonly RehearsalNio[]): [RehearsalNio[], RehearsalNio[]] {
  const first = nios.filter(({ end, peer }) => end < peer);
  return [first, nios.filter(({ end, peer }) => end >= peer)];
}

export interface RoundOptions {
  readonly frameCount: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** Sends from all these ends; who has lost frames sends once more, so that an accident is not taken for a rule. */
export async function sendRound(
  senders: readonly RehearsalNio[],
  stageOf: (end: number) => Stage,
  returns: ReturnedFrames,
  { frameCount, signal, onProgress }: RoundOptions,
): Promise<ReadonlyMap<number, number>> {
  const roundTrips = new Map<number, number>();
  const endsAtATime = Math.max(1, Math.floor(FRAMES_AT_A_TIME / frameCount));
  for (let first = 0; first < senders.length; first += endsAtATime) {
    const some = senders.slice(first, first + endsAtATime);
    onProgress(first);
    let missing: readonly RehearsalNio[] = some;
    for (let attempt = 0; attempt < 2 && missing.length > 0; attempt++) {
      signal.throwIfAborted();
      const start = performance.now();
      const wanted = missing.map(({ end }) => end);
      returns.onFirst = (sender) => {
        if (!roundTrips.has(sender)) roundTrips.set(sender, performance.now() - start);
      };
      for (let number = 0; number < frameCount; number++) {
        for (const end of wanted) {
          stageOf(end).send(end, returns.count(end));
        }
      }
      await returns.until(wanted, signal);
      signal.throwIfAborted();
      missing = missing.filter(({ end }) => !returns.isComplete(end));
    }
  }
  return roundTrips;
}

/** The counters of all these ends, hypervisor by hypervisor at the same time. */
export async function countersOf(
  nios: readonly RehearsalNio[],
  stageOf: (end: number) => Stage,
): Promise<ReadonlyMap<number, NioCounters>> {
  const found = new Map<number, NioCounters>();
  await Promise.all(
    [...new Set(nios.map(({ hypervisor }) => hypervisor))].map(async (one) => {
      for (const { end, hypervisor } of nios) {
        if (hypervisor === one) found.set(end, await stageOf(end).counters(end));
      }
    }),
  );
  return found;
}

export function difference(after: NioCounters | undefined, before: NioCounters | undefined): NioCounters {
  return {
    packetsIn: (after?.packetsIn ?? 0) - (before?.packetsIn ?? 0),
    packetsOut: (after?.packetsOut ?? 0) - (before?.packetsOut ?? 0),
  };
}
