import { readFileSync, statSync } from 'node:fs';
import { NiostatError } from '../../../core/errors/niostat-error.ts';
import type { PracticeAct, PracticeResultFile } from '../../../core/teach/result-file.ts';
import { writeWhole } from '../../../world/files/write-file.ts';
import type { Texts } from '../labs-of-files.ts';
import { readResult } from '../read-result.ts';
import type { Act } from '../session.ts';

/** All of a result but what was done. */
export type ResultHead = Omit<PracticeResultFile, 'log' | 'final'>;

/** What was done, on the disk after every act. */
export class ResultLog {
  private readonly path: string;
  private readonly head: ResultHead;
  private readonly log: PracticeAct[];
  private readonly startedAt: number;
  private writing: Promise<void> = Promise.resolve();
  private isDirty = false;
  private files: Texts = {};
  /** What this run has written last; undefined before. */
  private written: string | undefined;
  /** Why it could not be written the last time. */
  failure: string | undefined;

  constructor(path: string, head: ResultHead, earlier: readonly PracticeAct[]) {
    this.path = path;
    this.head = head;
    this.log = [...earlier];
    // Seconds go on where they stood: a pause is no work.
    this.startedAt = performance.now() - 1000 * (earlier.at(-1)?.s ?? 0);
  }

  get length(): number {
    return this.log.length;
  }

  /** Notes acts with the time, and the files as they are now. */
  add(acts: readonly Act[], files: Texts): void {
    const s = Math.floor((performance.now() - this.startedAt) / 1000);
    // A key that is held down loads once: nothing is different the next time, and a log has an end.
    for (const act of acts) if (act.do !== 'load' || this.log.at(-1)?.do !== 'load') this.log.push({ s, ...act });
    this.files = files;
    this.isDirty = true;
    this.writing = this.writing.then(() => this.write());
  }

  /** Waits until all that was noted is on the disk, or could not be written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    if (!this.isDirty) return;
    this.isDirty = false;
    const result: PracticeResultFile = { ...this.head, log: this.log, final: this.files };
    const text = `${textOf(result)}\n`;
    try {
      if (this.isOfAnother()) {
        this.failure = `another practice writes ${this.path}; end one of the two`;
        return;
      }
      await writeWhole(this.path, text, { overwrites: true });
      this.written = text;
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof NiostatError)) throw error;
      this.failure = error.message;
    }
  }

  /**
   * True where another practice in this folder, on this machine or another one, has written since: what it
   * has noted stays. One that is gone, or was damaged, is written again.
   */
  private isOfAnother(): boolean {
    if (this.written === undefined) return false;
    const now = textAt(this.path);
    return now !== undefined && now !== this.written && readResult(now) !== undefined;
  }
}

function textAt(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** JSON that a teacher can read: one act a line. */
function textOf({ log, final, ...head }: PracticeResultFile): string {
  const first = JSON.stringify(head).slice(1, -1);
  const acts = log.map((act) => `  ${JSON.stringify(act)}`).join(',\n');
  return `{${first},\n "log": [\n${acts}\n ],\n "final": ${JSON.stringify(final)}\n}`;
}
