import { InputError } from '../../core/errors/input-error.ts';
import { isProblem } from '../../core/teach/problem.ts';
import { readResultFile } from '../../core/teach/read-result-file.ts';
import type { QuizAct, QuizResultFile } from '../../core/teach/result-file.ts';
import { readQuizFile, writeQuizFile } from './live/quiz-file.ts';
import type { Quiz } from './quiz.ts';
import type { GivenAnswer } from './quiz-state.ts';
import { judgeLog } from './result.ts';

/** A result file without what was done. */
export type ResultHead = Omit<QuizResultFile, 'log'>;

/** The result file of a quiz that goes on: written whole at every answer, so that none is lost. */
export class QuizRecord {
  readonly path: string;
  private readonly head: ResultHead;
  private readonly log: QuizAct[];
  private readonly begun: number;
  private readonly earlier: number;
  private writing: Promise<void> = Promise.resolve();

  private constructor(path: string, head: ResultHead, log: readonly QuizAct[]) {
    this.path = path;
    this.head = head;
    this.earlier = log.at(-1)?.s ?? 0;
    this.begun = performance.now();
    this.log = [...log, { s: this.earlier, do: 'start' }];
  }

  /**
   * Opens the file of a quiz, and goes on where one of the same quiz was left. Throws `InputError` for a file
   * that is no such one, which stays as it is, and for a place that is not to be written to.
   */
  static async open(path: string, head: ResultHead, quiz: Quiz): Promise<QuizRecord> {
    const text = await readQuizFile(path);
    const record = new QuizRecord(path, head, text === undefined ? [] : logOf(text, path, head, quiz));
    await record.write();
    return record;
  }

  /** All answers so far, those of earlier runs too. */
  get given(): readonly GivenAnswer[] {
    return this.log.flatMap((act) => (act.do === 'answer' ? [{ q: act.q, value: act.value }] : []));
  }

  /** Keeps the answers that are new. */
  note(given: readonly GivenAnswer[]): void {
    const known = this.given.length;
    if (given.length === known) return;
    for (const { q, value } of given.slice(known)) this.log.push({ s: this.seconds(), do: 'answer', q, value });
    // A write that fails is told at the end: nothing but the quiz is on the screen.
    this.writing = this.writing.then(() => this.write());
    this.writing.catch(() => undefined);
  }

  /** Waits until all is written. Rejects with what has gone wrong. */
  async end(): Promise<void> {
    this.log.push({ s: this.seconds(), do: 'quit' });
    this.writing = this.writing.then(() => this.write());
    await this.writing;
  }

  private seconds(): number {
    return this.earlier + Math.floor((performance.now() - this.begun) / 1000);
  }

  private async write(): Promise<void> {
    const result: QuizResultFile = { ...this.head, log: this.log };
    await writeQuizFile(this.path, `${JSON.stringify(result, undefined, 2)}\n`);
  }
}

/** What was done before. Throws for anything but a result of this quiz. */
function logOf(text: string, path: string, head: ResultHead, quiz: Quiz): readonly QuizAct[] {
  const earlier = readResultFile(text);
  const isSame =
    !isProblem(earlier) &&
    earlier.kind === 'quiz' &&
    SAME.every((key) => JSON.stringify(earlier[key]) === JSON.stringify(head[key]));
  if (isSame && !isProblem(judgeLog(quiz.questions, earlier.log))) return earlier.log;
  throw new InputError('FILE_EXISTS', `${path} is there already, is no result of this quiz, and was not overwritten`, {
    next: 'name another file with --write',
  });
}

const SAME = ['seed', 'difficulty', 'topics', 'count'] as const;
