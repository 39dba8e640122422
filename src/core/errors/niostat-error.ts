import type { Problem } from '../lab/problem.ts';

export interface ErrorDetails {
  /** What to do about it. */
  readonly next?: string | undefined;
  /** Lines of files that are wrong. */
  readonly problems?: readonly Problem[] | undefined;
  readonly cause?: unknown;
}

/** What ends an operation before it has a result. The message says what is wrong, and where. */
export abstract class NiostatError extends Error {
  /** Stable, for scripts. */
  readonly code: string;
  /** One of docs/EXIT-CODES.md. */
  abstract readonly exitCode: number;
  /** What to do about it. */
  readonly next: string | undefined;
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, { next, problems = [], cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.next = next;
    this.problems = problems;
  }
}
