import { safeText } from '../../output/safe-text.ts';
import { print } from '../standard-output.ts';
import { keysOfLine, LineReader } from './plain-input.ts';
import type { ScreenRun } from './screen-run.ts';

/** Runs a program by lines: what it tells is printed below what stands there, and keys are read as lines. */
export async function runLines<State>(run: ScreenRun<State>): Promise<void> {
  const { stdin } = process;
  const reader = new LineReader();
  const { program } = run;
  let told: State | undefined;
  let isTyping = false;
  const tell = (): void => {
    if (isTyping || told === run.state) return;
    printLines(program.tell(run.state, told));
    told = run.state;
  };
  /** All keys of a line are pressed before anything is told: it is the state after them that counts. */
  const take = (line: string): void => {
    if (run.isOver) return;
    const keys = keysOfLine(line, program.takes?.(run.state));
    if (keys === undefined) {
      printLines([`There is no key "${safeText(line.trim())}"; ? lists the keys, q ends.`]);
      return;
    }
    isTyping = true;
    for (const key of keys) run.press(key);
    isTyping = false;
    if (told === run.state && !run.isOver) printLines(['Nothing changes.']);
    tell();
  };
  const listeners = {
    data: (bytes: Buffer) => run.attempt(() => reader.take(bytes).forEach(take)),
    end: () =>
      run.attempt(() => {
        const last = reader.rest();
        if (last !== undefined) take(last);
        run.end(false);
      }),
    // The terminal is gone.
    error: () => run.end(false),
  };
  await run.untilOver(
    (_, before) => {
      tell();
      if (before !== undefined) return;
      if (stdin.isTTY) printLines(['Type a key or a word, then Enter; ? lists the keys, q ends.']);
      for (const [event, listener] of Object.entries(listeners)) stdin.on(event, listener);
    },
    () => {
      for (const [event, listener] of Object.entries(listeners)) stdin.removeListener(event, listener);
      // What is still to come is not for us, and must not keep the process waiting.
      stdin.on('error', () => undefined).destroy();
    },
  );
}

function printLines(lines: readonly string[]): void {
  print(lines.map((line) => `${line}\n`).join(''));
}
