import { NiostatError } from '../../../core/errors/niostat-error.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import type { PracticeAct } from '../../../core/teach/result-file.ts';
import { counted } from '../../../core/text/counted.ts';
import { placeText } from '../../../core/text/place-text.ts';
import { modelOfFiles, type Texts } from '../labs-of-files.ts';
import { type Machine, machineAfter } from '../machine.ts';
import { did, looked, type PracticeState, saved, told } from '../session.ts';
import { putBack } from './folder.ts';
import { type Reading, readTexts, watchTexts } from './read-texts.ts';
import type { ResultLog } from './result-log.ts';
import type { Done, LoadReport, Workbench } from './workbench.ts';

/** Changes the state of a practice from outside, as a key does from inside. */
export type Post = (change: (state: PracticeState) => PracticeState) => void;

interface RunOptions {
  /** As it is when the window opens. */
  readonly start: PracticeState;
  readonly folder: string;
  readonly log: ResultLog;
  readonly makeWorkbench: (options: {
    readonly onProgramEnded: () => void;
    readonly onCommand: () => void;
    readonly signal: AbortSignal;
    readonly done: () => Done;
  }) => Workbench;
}

/** Commands of others come in rows, and are looked at together. */
const QUIET_MS = 300;

/** What goes on in the world while a practice is on the screen. */
export class PracticeRun {
  private readonly options: RunOptions;
  /** The state that was seen last. */
  private state: PracticeState;
  /** How many of its acts are noted. */
  private noted: number;
  private post: Post = () => undefined;
  private workbench: Workbench | undefined;
  /** The labs that are loaded. */
  private model: LabModel | undefined;
  /** What could not be read the last time, and why. */
  private unreadable: readonly string[] = [];
  private isBusy = false;
  private queue: Promise<void> = Promise.resolve();
  private fail: (error: unknown) => void = () => undefined;

  constructor(options: RunOptions) {
    this.options = options;
    this.state = options.start;
    this.noted = options.start.acts.length;
  }

  /** What was done so far; when is nobody's business here. */
  private get done(): Done {
    const { files, acts } = this.state;
    return { files, acts: acts.map((act): PracticeAct => ({ s: 0, ...act })) };
  }

  /** Hears of every state: notes what was done, and does what the student wants. */
  readonly take = (state: PracticeState): void => {
    this.state = state;
    const fresh = state.acts.slice(this.noted);
    this.noted = state.acts.length;
    if (fresh.length === 0) return;
    this.options.log.add(fresh, state.files);
    for (const act of fresh) {
      if (act.do === 'load') this.enqueue(() => this.load('Loaded'));
      if (act.do === 'first file') this.enqueue(() => this.putBack());
    }
  };

  /** Until the signal. Nothing that was started is left then. Throws what keeps it from going on. */
  readonly live = async (post: Post, signal: AbortSignal): Promise<void> => {
    this.post = post;
    const failed = new Promise<never>((_resolve, reject) => {
      this.fail = reject;
    });
    // It may come when nobody waits for it any more.
    failed.catch(() => undefined);
    const stopping = new AbortController();
    signal.addEventListener('abort', () => stopping.abort());
    if (signal.aborted) stopping.abort();
    this.workbench = this.options.makeWorkbench({
      onProgramEnded: () => {
        if (!stopping.signal.aborted) this.programEnded();
      },
      onCommand: () => this.commanded(stopping.signal),
      signal: stopping.signal,
      done: () => this.done,
    });
    try {
      await Promise.race([this.work(stopping.signal), failed]);
    } finally {
      stopping.abort();
      await this.queue;
      await this.workbench.close();
      this.options.log.add([{ do: 'quit' }], this.state.files);
      await this.options.log.settled();
    }
  };

  private async work(signal: AbortSignal): Promise<void> {
    const from = await this.readFolder();
    this.change((state) => did(state, { do: 'start' }));
    this.enqueue(() => this.read(from, 'Loaded'));
    await watchTexts(this.options.folder, this.names, {
      from,
      signal,
      onChange: (reading) =>
        this.enqueue(async () => {
          // Not what was put back here.
          const isKnown =
            isSame(reading.texts, this.state.files) && reading.unreadable.join() === this.unreadable.join();
          if (!isKnown) await this.read(reading, 'Saved');
        }),
    });
  }

  /** One thing after the other. */
  private enqueue(task: () => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      this.isBusy = true;
      try {
        await task();
      } catch (error) {
        this.fail(error);
      } finally {
        this.isBusy = false;
      }
    });
  }

  /** `take` hears of it at once. */
  private change(how: (state: PracticeState) => PracticeState): void {
    this.post(how);
  }

  private async read({ texts, unreadable }: Reading, what: 'Loaded' | 'Saved'): Promise<void> {
    this.unreadable = unreadable;
    this.change((state) => saved(state, texts));
    const read = modelOfFiles(this.state.about.staged, texts);
    const problem =
      unreadable[0] ?? ('problem' in read ? `${placeText(read.problem.location)}: ${read.problem.message}` : undefined);
    if (problem === undefined) return await this.load(what);
    this.change((state) =>
      told(state, [`${what === 'Saved' ? `Saved ${now()}: ` : ''}${problem}.`, 'Nothing was loaded.']),
    );
  }

  private async load(what: 'Loaded' | 'Saved'): Promise<void> {
    const { files, about } = this.state;
    const read = modelOfFiles(about.staged, files);
    if (!('model' in read) || this.workbench === undefined) return;
    this.model = read.model;
    const machine = machineAfter(about.staged, files, this.done.acts);
    const report = await this.workbench.load(read.model, machine);
    await this.look(newsOf(what, report, machine));
  }

  private async look(news?: readonly string[]): Promise<void> {
    if (this.model === undefined || this.workbench === undefined) return;
    const sight = await this.workbench.look(this.model);
    const { failure } = this.options.log;
    const more = failure === undefined ? [] : [`The result could not be written: ${failure}.`];
    this.change((state) => looked(told(state, [...(news ?? state.news), ...more]), sight));
  }

  private async putBack(): Promise<void> {
    const { folder } = this.options;
    try {
      await putBack(folder, this.state.files);
      const last = this.state.acts.findLast((act) => act.do === 'program ended' || act.do === 'program started');
      if (last?.do === 'program ended') this.change((state) => did(state, { do: 'program started' }));
      await this.load('Loaded');
    } catch (error) {
      if (!(error instanceof NiostatError)) throw error;
      const { message } = error;
      await this.read(await this.readFolder(), 'Loaded');
      this.change((state) => told(state, [`${message}.`]));
    }
  }

  private readFolder(): Promise<Reading> {
    return readTexts(this.options.folder, this.names);
  }

  private get names(): readonly string[] {
    return this.state.about.staged.files.map(({ name }) => name);
  }

  private programEnded(): void {
    this.change((state) => did(told(state, ['The other program has ended.']), { do: 'program ended' }));
    this.enqueue(() => this.look());
  }

  /** Somebody else gives commands to our hypervisors: that is looked at once it is over. */
  private commanded(signal: AbortSignal): void {
    if (this.isBusy || signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!signal.aborted) this.enqueue(() => this.look());
    }, QUIET_MS);
  }

  private timer: NodeJS.Timeout | undefined;
}

function isSame(one: Texts, other: Texts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

/** `Saved 10:04:12: lab loaded again, 6 NIOs made, 0 refused.` */
function newsOf(
  what: 'Loaded' | 'Saved',
  { made, refused, notStarted, serverRefused }: LoadReport,
  machine: Machine,
): string[] {
  if (serverRefused !== undefined) {
    const how =
      serverRefused.length === 0 ? 'all lines are done' : `GNS3 has refused ${counted(serverRefused.length, 'line')}`;
    return [
      `${what} ${now()}: ${how}.`,
      ...serverRefused,
      ...notStarted.map(({ name, why }) => `${name} does not run: ${why}.`),
    ];
  }
  const done = machine.isLoaded
    ? `${what === 'Saved' ? 'lab loaded again, ' : ''}${counted(made, 'NIO')} made, ${refused} refused`
    : 'no NIO is made yet';
  return [`${what} ${now()}: ${done}.`, ...notStarted.map(({ name, why }) => `${name} does not run: ${why}.`)];
}

function now(): string {
  return new Date().toTimeString().slice(0, 8);
}
