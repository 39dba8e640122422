import { setTimeout } from 'node:timers/promises';

/**
 * Does `work` again and again, with `everyMs` between the end of one and the beginning of the next, until the
 * signal.
 */
export async function* repeated<T>(
  work: () => Promise<T>,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): AsyncGenerator<T, void, undefined> {
  while (!signal.aborted) {
    const result = await work();
    if (signal.aborted) return;
    yield result;
    try {
      await setTimeout(everyMs, undefined, { signal });
    } catch {
      return;
    }
  }
}
