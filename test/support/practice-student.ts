import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PracticeResultFile } from '../../src/core/teach/result-file.ts';
import {
  openPractice,
  type Practice,
  type PracticeOptions,
  type PracticeState,
} from '../../src/features/practice/practice.ts';
import type { Key } from '../../src/output/screen/screen-program.ts';

/** A student of one exercise, without a window: presses keys, writes files, and sees every state. */
export class PracticeStudent {
  readonly folder: string;
  state: PracticeState;
  private readonly practice: Practice;
  private readonly leaving = new AbortController();
  private readonly gone: Promise<void>;
  private failure: unknown;
  private wake: () => void = () => undefined;

  private constructor(practice: Practice, folder: string) {
    this.practice = practice;
    this.folder = folder;
    this.state = practice.program.start;
    this.gone = practice
      .live((change) => this.become(change(this.state)), this.leaving.signal)
      .catch((error: unknown) => {
        this.failure = error;
        this.wake();
      });
  }

  /** Sits down at an exercise, and waits until the links were looked at. */
  static async at(exercise: string, folder: string, options: Partial<PracticeOptions> = {}): Promise<PracticeStudent> {
    const practice = await openPractice({ exercise, folder, version: '0.0.0', newSeed: () => 'default', ...options });
    const student = new PracticeStudent(practice, folder);
    await student.until(({ sight }) => sight !== undefined);
    return student;
  }

  /** The same in a folder that is deleted afterwards. */
  static async with(
    exercise: string,
    work: (student: PracticeStudent) => Promise<void>,
    options: Partial<PracticeOptions> = {},
  ): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'niostat-student-'));
    try {
      const student = await PracticeStudent.at(exercise, join(folder, 'work'), options);
      try {
        await work(student);
      } finally {
        await student.leave();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  press(key: Key): void {
    const next = this.practice.program.press(this.state, key);
    if (next !== undefined) this.become(next);
  }

  /** Waits for a state. */
  async until(isThere: (state: PracticeState) => boolean): Promise<PracticeState> {
    while (!isThere(this.state)) {
      if (this.failure !== undefined) throw this.failure;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.state;
  }

  path(name = 'lab.yaml'): string {
    return join(this.folder, name);
  }

  text(name = 'lab.yaml'): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Saves a file, and waits until the links were looked at anew. */
  async save(text: string, name = 'lab.yaml'): Promise<PracticeState> {
    const { sight } = this.state;
    writeFileSync(this.path(name), text);
    return await this.until((state) => state.sight !== sight);
  }

  /** Saves our own mend. */
  async mend(): Promise<PracticeState> {
    for (const [name, text] of Object.entries(this.state.about.staged.mend)) await this.save(text, name);
    return this.state;
  }

  /** Presses a key, and waits until the links were looked at anew. */
  async pressAndLook(...keys: Key[]): Promise<PracticeState> {
    const { sight } = this.state;
    for (const key of keys) this.press(key);
    return await this.until((state) => state.sight !== sight);
  }

  result(): PracticeResultFile {
    return JSON.parse(this.text('result.json')) as PracticeResultFile;
  }

  /** `links` reached, `clean` open: goals by their words. */
  goals(): string[] {
    return this.state.goals.map(({ goal, isReached }) => `${goal.goal}${isReached ? '' : ' open'}`);
  }

  /** The states of the links, in the order of the labs. */
  states(): string[] {
    return (this.state.sight?.links ?? []).map(({ state }) => state);
  }

  /** Goes away; nothing of the practice is left. */
  async leave(): Promise<void> {
    this.leaving.abort();
    await this.gone;
    if (this.failure !== undefined) throw this.failure;
  }

  private become(state: PracticeState): void {
    if (state === this.state) return;
    this.state = state;
    this.practice.onState(state);
    this.wake();
  }
}
