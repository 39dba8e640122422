import type { SocketTable } from '../../core/sockets/socket-table.ts';

/** Reads the answer of one system, part by part and line by line. */
export interface AnswerReader {
  /** The part that is asked last, may take long, and is not needed. */
  readonly lastPart?: string;
  /** Takes a line of the part that is called so. */
  line(part: string, line: string): void;
  /** What was read; undefined if the answer has no socket table. */
  table(about: AnswerAbout): SocketTable | undefined;
}

/** What an answer does not say itself. */
export interface AnswerAbout {
  /** How the host is called in results. */
  readonly host: string;
  /** Set for an answer that was cut at this many MiB, because it had no end. */
  readonly cutAfterMiB?: number | undefined;
}

/** The sentence of an answer that was cut, for `limits`; none for a whole one. */
export function cutTexts({ cutAfterMiB }: AnswerAbout, rows: number): string[] {
  if (cutAfterMiB === undefined) return [];
  return [`the answer was cut after ${cutAfterMiB} MiB: ${rows} sockets were read, the rest was not`];
}
