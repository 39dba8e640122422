import type { SocketTable } from '../../core/sockets/socket-table.ts';
import type { AnswerAbout, AnswerReader } from './answer.ts';
import { AnswerLines } from './answer-lines.ts';
import { LinuxAnswer } from './linux-answer.ts';
import { MacAnswer } from './mac-answer.ts';
import { type RowLimits, RowStore } from './raw-rows.ts';
import { WindowsAnswer } from './windows-answer.ts';

type ReaderOfSystem = new (store: RowStore) => AnswerReader;

/** By the part that begins an answer. */
const READERS: ReadonlyMap<string, ReaderOfSystem> = new Map<string, ReaderOfSystem>([
  ['linux', LinuxAnswer],
  ['darwin', MacAnswer],
  ['windows', WindowsAnswer],
]);

/**
 * Reads the answer of a host to `unixScript` or `windowsScript` while it comes, whatever system it is, and
 * keeps rows instead of text: an answer may have a hundred megabytes.
 */
export class HostAnswer {
  /** What the host calls its system, if it cannot be read. */
  strangeSystem: string | undefined;
  private readonly lines: AnswerLines;
  private reader: AnswerReader | undefined;
  private part = '';
  private hasEnd = false;
  private readonly limits: RowLimits | undefined;

  /** `mark` begins each part; `limits` are those of the rows that are kept, if there are any. */
  constructor(mark: string, limits?: RowLimits) {
    this.limits = limits;
    this.lines = new AnswerLines(mark, {
      part: (part) => this.begin(part),
      line: (line) => this.reader?.line(this.part, line),
    });
  }

  take(chunk: Buffer): void {
    this.lines.take(chunk);
  }

  /** True if all of it has come that is needed. */
  private get isWhole(): boolean {
    return this.hasEnd || (this.reader !== undefined && this.part === this.reader.lastPart);
  }

  /** What was read; undefined if there is no socket table in it, or if it is not whole and was not cut. */
  table(about: AnswerAbout): SocketTable | undefined {
    if (!this.isWhole && about.cutAfterMiB === undefined) return undefined;
    return this.reader?.table(about);
  }

  private begin(part: string): void {
    const Reader = READERS.get(part);
    if (part === 'end') this.hasEnd = true;
    else if (Reader !== undefined) this.reader ??= new Reader(new RowStore(this.limits));
    else if (part.startsWith('system ') || part === 'system') this.strangeSystem = part.slice('system '.length);
    this.part = part;
  }
}
