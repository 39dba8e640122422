import type { Key, ScreenProgram } from '../../output/screen/screen-program.ts';

/** Lets the world change the state; it is to end when the signal aborts. */
export type Live<State> = (post: (change: (state: State) => State) => void, signal: AbortSignal) => Promise<void>;

export interface RunOptions<State> {
  /** Called with every new state, as soon as there is one. */
  onState?(state: State): void;
  readonly live?: Live<State>;
}

/** Shows a state after another; `before` is undefined at the start. */
type Show<State> = (state: State, before: State | undefined) => void;

/** One run of a program: its state, and its end. */
export class ScreenRun<State> {
  readonly program: ScreenProgram<State>;
  state: State;
  isInterrupted = false;
  private readonly options: RunOptions<State>;
  private readonly over: Promise<void>;
  isOver = false;
  private failure: { readonly error: unknown } | undefined;
  private settle: () => void = () => undefined;
  private show: Show<State> = () => undefined;

  constructor(program: ScreenProgram<State>, options: RunOptions<State>) {
    this.program = program;
    this.state = program.start;
    this.options = options;
    this.over = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /**
   * Shows the first state and every later one until the end; then calls `close`, and waits until what is
   * `live` has ended. Rejects with the first thing that was thrown.
   */
  async untilOver(show: Show<State>, close: () => void): Promise<void> {
    this.show = show;
    const stop = new AbortController();
    process.on('uncaughtException', this.fail);
    this.attempt(() => show(this.state, undefined));
    const ended = this.runLive(stop.signal);
    await this.over;
    this.attempt(close);
    stop.abort();
    await ended;
    process.removeListener('uncaughtException', this.fail);
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Ends when what is live has ended; that it was told to end is no failure. */
  private async runLive(signal: AbortSignal): Promise<void> {
    if (this.isOver) return;
    try {
      await this.options.live?.((change) => this.become(change), signal);
    } catch (error) {
      if (!signal.aborted || (error as Error).name !== 'AbortError') this.fail(error);
    }
  }

  /** Presses a key of the program. */
  press(key: Key): void {
    this.become((state) => {
      const next = this.program.press(state, key);
      if (next === undefined) this.end(false);
      return next ?? state;
    });
  }

  end(isInterrupted: boolean): void {
    this.isInterrupted ||= isInterrupted && !this.isOver;
    this.isOver = true;
    this.settle();
  }

  readonly fail = (error: unknown): void => {
    this.failure ??= { error };
    this.isOver = true;
    this.settle();
  };

  /** Does something of which an error ends the run. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }

  private become(change: (state: State) => State): void {
    if (this.isOver) return;
    this.attempt(() => {
      const before = this.state;
      const state = change(before);
      if (state === before) return;
      this.state = state;
      this.options.onState?.(state);
      this.show(state, before);
    });
  }
}
