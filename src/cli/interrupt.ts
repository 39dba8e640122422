import { setMaxListeners } from 'node:events';
import { ENDING_SIGNALS } from '../core/signals.ts';
import { canErase, ERASE_LINE } from './terminal.ts';

/** Nobody presses Ctrl-C twice in so short a time and means the second one. */
const SAME_KEYSTROKE_MS = 1000;

/**
 * Runs `work` with a signal that Ctrl-C, Ctrl-Break, SIGTERM and the end of the terminal abort, so that it
 * can end in order and tell what it knows. A second one ends the process at once, as it would without this,
 * unless it comes with the first: a terminal and a shell may both send one.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ result: T; isInterrupted: boolean }> {
  const controller = new AbortController();
  // Every connection that is open listens to it; that many listeners are no leak.
  setMaxListeners(0, controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const forget = (): void => {
    for (const signal of ENDING_SIGNALS) process.removeListener(signal, abort);
  };
  const abort = (signal: NodeJS.Signals): void => {
    if ((signal === 'SIGINT' || signal === 'SIGBREAK') && process.stderr.isTTY) leaveEcho(process.stderr);
    controller.abort();
    timer ??= setTimeout(forget, SAME_KEYSTROKE_MS);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, abort);
  try {
    return { result: await work(controller.signal), isInterrupted: controller.signal.aborted };
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/**
 * A terminal shows `^C` where the cursor is when it is pressed; what is printed next, or the prompt, is not
 * to follow it.
 */
function leaveEcho(terminal: NodeJS.WriteStream): void {
  terminal.write(canErase(terminal, process.env) ? ERASE_LINE : '\n');
}
