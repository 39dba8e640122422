import { peerOf, type RehearsalEnd } from '../ends.ts';
import type { ReturnedFrames } from '../returned-frames.ts';
import type { TestSwitches } from './test-switches.ts';

/**
 * How many frames are sent at once. The buffer of a socket holds about 277 small datagrams (212,992 bytes on
 * Linux, each counted as 768), and all of them may be for one injector.
 */
const FRAMES_AT_A_TIME = 128;

export interface RoundOptions {
  readonly frameCount: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** The switches on the hypervisor of an end. */
export type SwitchesOf = (end: RehearsalEnd) => TestSwitches;

/**
 * Sends from all these ends; one that has lost frames sends once more, so that an accident is not taken for a
 * rule. Returns milliseconds from sending until the first frame of an end was back.
 */
export async function sendRound(
  senders: readonly RehearsalEnd[],
  switchesOf: SwitchesOf,
  returns: ReturnedFrames,
  { frameCount, signal, onProgress }: RoundOptions,
): Promise<ReadonlyMap<RehearsalEnd, number>> {
  const roundTrips = new Map<RehearsalEnd, number>();
  const endsAtATime = Math.max(1, Math.floor(FRAMES_AT_A_TIME / frameCount));
  for (let first = 0; first < senders.length; first += endsAtATime) {
    const some = senders.slice(first, first + endsAtATime);
    onProgress(first);
    let missing: readonly RehearsalEnd[] = some;
    for (let attempt = 0; attempt < 2 && missing.length > 0; attempt++) {
      signal.throwIfAborted();
      for (const end of missing) {
        for (const one of [end, peerOf(end)]) switchesOf(one).checkOpen();
      }
      const start = performance.now();
      returns.onReturn = (sender) => {
        if (!roundTrips.has(sender)) roundTrips.set(sender, performance.now() - start);
      };
      for (let number = 0; number < frameCount; number++) {
        for (const end of missing) {
          switchesOf(end).send(end, returns.count(end));
        }
      }
      await returns.until(missing, signal);
      signal.throwIfAborted();
      missing = missing.filter((end) => !returns.isComplete(end));
    }
  }
  return roundTrips;
}

/** What the NIOs of all these ends have counted as coming in, hypervisor by hypervisor at the same time. */
export async function packetsInto(
  ends: readonly RehearsalEnd[],
  switchesOf: SwitchesOf,
): Promise<ReadonlyMap<RehearsalEnd, number>> {
  const found = new Map<RehearsalEnd, number>();
  await Promise.all(
    [...new Set(ends.map(({ hypervisor }) => hypervisor))].map(async (hypervisor) => {
      for (const end of ends) {
        if (end.hypervisor === hypervisor) found.set(end, await switchesOf(end).packetsInto(end));
      }
    }),
  );
  return found;
}
