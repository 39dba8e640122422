import type { ScreenProgram } from '../../output/screen/screen-program.ts';
import { untilInterrupted } from '../interrupt.ts';
import { endWithoutOutput, print, standardOutput, whenOutputIsLost } from '../standard-output.ts';
import { runLines } from './run-lines.ts';
import { runWindow } from './run-window.ts';
import { type RunOptions, ScreenRun } from './screen-run.ts';

export interface ScreenOptions<State> extends RunOptions<State> {
  /** True with --plain: no window, and keys are typed as lines. */
  readonly plain: boolean;
  /** False with --no-color. */
  readonly color: boolean;
  /** Lines to print when the window is gone, such as where the result is. */
  lastWords?(state: State, isInterrupted: boolean): readonly string[];
}

interface ScreenEnd<State> {
  readonly state: State;
  /** True if Ctrl-C, a signal or the end of the terminal has ended it. */
  readonly isInterrupted: boolean;
}

/**
 * Runs a program until a key, the end of input, Ctrl-C or a signal ends it; then the terminal is as it was
 * before, and what `live` does has ended. In a window where standard input and output are a terminal that has
 * one, else by lines. Rejects with what the program, `onState` or `live` throws.
 */
export async function runScreen<State>(
  program: ScreenProgram<State>,
  options: ScreenOptions<State>,
): Promise<ScreenEnd<State>> {
  const run = new ScreenRun(program, options);
  let lost: NodeJS.ErrnoException | undefined;
  const giveBack = whenOutputIsLost((error) => {
    lost = error;
    // The terminal is gone.
    run.end(error.code === 'EIO');
  });
  try {
    await untilInterrupted((signal) => {
      signal.addEventListener('abort', () => run.end(true));
      return options.plain || !hasWindow() ? runLines(run) : runWindow(run, options.color);
    });
    const { state, isInterrupted } = run;
    const words = options.lastWords?.(state, isInterrupted) ?? [];
    if (lost === undefined) print(words.map((line) => `${line}\n`).join(''));
    return { state, isInterrupted };
  } finally {
    // Of what was interrupted nothing more is expected.
    if (!run.isInterrupted) {
      giveBack();
      if (lost !== undefined) endWithoutOutput(lost);
    }
  }
}

function hasWindow(): boolean {
  return process.stdin.isTTY === true && standardOutput().isTTY === true && process.env.TERM !== 'dumb';
}
