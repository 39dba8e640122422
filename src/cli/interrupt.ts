import { setMaxListeners } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` with a signal that Ctrl-C, SIGTERM and the end of the terminal abort, so that it can end in order and tell what
 * it knows. A second one ends the process at once, as it would without this.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ result: T; isInterrupted: boolean }> {
  const controller = new AbortController();
  // Every connection that is open listens to it; that many listeners are no leak.
  setMaxListeners(0, controller.signal);
  const abort = (): void => controller.abort();
  for (const signal of SIGNALS) process.once(signal, abort);
  try {
    return { result: await work(controller.signal), isInterrupted: controller.signal.aborted };
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, abort);
  }
}
