import { setTimeout } from 'node:timers';
import { standardOutput } from '../standard-output.ts';
import { pageFor } from '../terminal.ts';
import { type Press, readPresses } from './keys.ts';
import { keysOfText } from './plain-input.ts';
import type { ScreenRun } from './screen-run.ts';
import { changes, close, OPEN, shownIn, sizeOf } from './window.ts';

/** A program that was stopped goes on after this, in ms; one that cannot be stopped does so too. */
const STOPPED_MS = 20;

/** Runs a program in a window of the terminal, which is as before when it ends. */
export async function runWindow<State>(run: ScreenRun<State>, color: boolean): Promise<void> {
  const window = new Window(run, color);
  await run.untilOver(
    () => window.change(),
    () => window.close(),
  );
}

class Window<State> {
  private readonly run: ScreenRun<State>;
  private readonly output = standardOutput();
  private readonly input = process.stdin;
  private readonly page: ReturnType<typeof pageFor>;
  private shown: readonly string[] = [];
  private isOpen = false;
  private isDue = false;
  private isClosed = false;
  private readonly stopReading: () => void;

  constructor(run: ScreenRun<State>, color: boolean) {
    this.run = run;
    this.page = pageFor(this.output, process.env, { color, wide: false, verbose: false });
    this.input.on('end', this.hangUp).on('error', this.hangUp);
    this.output.on('resize', this.redraw);
    process.on('SIGCONT', this.goOn).on('SIGTSTP', this.suspend).on('exit', this.leave);
    this.stopReading = readPresses(this.input, (press) => run.attempt(() => this.take(press)));
    this.enter();
  }

  /** Has the window drawn soon: once for all keys that came together. */
  change(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.run.attempt(() => this.draw());
    });
  }

  close(): void {
    this.isClosed = true;
    this.leave();
    this.stopReading();
    this.output.removeListener('resize', this.redraw);
    process.removeListener('SIGCONT', this.goOn).removeListener('SIGTSTP', this.suspend);
    process.removeListener('exit', this.leave);
    this.input.pause();
  }

  private draw(): void {
    if (!this.isOpen) return;
    const { program, state } = this.run;
    const size = sizeOf(this.output);
    const lines = shownIn(size, this.page.paint, (look) => program.draw(state, look));
    const text = changes(this.shown, lines, size);
    this.shown = lines;
    if (text !== '') this.output.write(text);
  }

  private take(press: Press): void {
    if (press.kind === 'key') this.run.press(press.key);
    else if (press.kind === 'paste') this.paste(press.text);
    else if (press.kind === 'suspend') this.suspend();
    else if (press.kind === 'redraw') this.redraw();
    else this.run.end(press.kind === 'interrupt');
  }

  /** Only what is meant for a field is typed: no key is pressed by what somebody has copied. */
  private paste(text: string): void {
    const field = this.run.program.takes?.(this.run.state);
    if (field === undefined) return;
    for (const key of keysOfText(field === 'number' ? text.replace(/\D+/g, ' ').trim() : text)) this.run.press(key);
  }

  private enter(): void {
    this.input.setRawMode(true);
    this.output.write(OPEN);
    this.isOpen = true;
    this.shown = [];
  }

  private readonly leave = (): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.output.write(close(sizeOf(this.output)));
    this.input.setRawMode(false);
  };

  private readonly redraw = (): void => {
    if (!this.isOpen) return;
    this.output.write('\u001b[2J');
    this.shown = [];
    this.change();
  };

  /** The shell gets the terminal as it was; it, or the terminal, may stop others of the group too. */
  private readonly suspend = (): void => {
    if (process.platform === 'win32') return;
    this.leave();
    process.removeListener('SIGTSTP', this.suspend);
    process.kill(0, 'SIGTSTP');
    // A group without a shell is not stopped, and nobody tells it to go on.
    setTimeout(() => {
      if (!this.isOpen && !this.isClosed) this.goOn();
    }, STOPPED_MS);
  };

  /** What had the terminal meanwhile may have changed it. */
  private readonly goOn = (): void => {
    process.removeListener('SIGTSTP', this.suspend).on('SIGTSTP', this.suspend);
    if (this.isOpen) this.input.setRawMode(false);
    this.enter();
    this.change();
  };

  /** The terminal is gone. */
  private readonly hangUp = (): void => this.run.end(true);
}
