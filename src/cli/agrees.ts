import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { InterruptedError } from '../core/errors/interrupted-error.ts';

/**
 * Asks a question on the terminal, and is true for `y` and `yes` alone: Ctrl-D is a no. Throws
 * `InterruptedError` with `ifInterrupted` after Ctrl-C.
 */
export async function agrees(question: string, ifInterrupted: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = once(terminal, 'SIGINT').then((): string => {
    throw new InterruptedError(ifInterrupted);
  });
  try {
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), interrupted]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    terminal.close();
  }
}
