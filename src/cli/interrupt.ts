import { setMaxListeners } from 'node:events';

/** The exit code of a command that Ctrl-C ended, as shells have it: 128 + SIGINT. */
export const INTERRUPTED = 130;

/**
 * Runs `work` with a signal that Ctrl-C and SIGTERM abort, so that it can end in order and tell what it knows. A second one
 * ends the process at once, as it would without this.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ result: T; isInterrupted: boolean }> {
  const controller = new AbortController();
  // Every connection that is open listens to it; that many listeners are no leak.
  setMaxListeners(0, controller.signal);
  const abort = (): void => controller.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    return { result: await work(controller.signal), isInterrupted: controller.signal.aborted };
  } finally {
    process.removeListener('SIGINT', abort).removeListener('SIGTERM', abort);
  }
}
