import { setMaxListeners } from 'node:events';

/**
 * Runs `work` with a signal that is aborted when `deadlineMs` milliseconds are over, when `interruption` is
 * aborted, and when the work has ended: work that has thrown may leave something behind, with its
 * connections.
 */
export async function withDeadline<T>(
  deadlineMs: number,
  interruption: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  // Every question listens to it, and every connection; that many listeners are no leak.
  setMaxListeners(0, ending.signal);
  const end = (): void => ending.abort();
  const timer = setTimeout(end, deadlineMs);
  interruption.addEventListener('abort', end);
  if (interruption.aborted) end();
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    end();
    interruption.removeEventListener('abort', end);
  }
}
