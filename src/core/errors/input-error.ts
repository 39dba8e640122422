import type { Problem } from '../lab/problem.ts';

/** What ends a command before it has a result. `exitCode` follows docs/EXIT-CODES.md. */
export class InputError extends Error {
  /** Stable, for scripts. */
  readonly code: string;
  readonly exitCode = 2;
  /** What to do about it. */
  readonly next: string | undefined;
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, details: { next?: string; problems?: readonly Problem[] } = {}) {
    super(message);
    this.code = code;
    this.next = details.next;
    this.problems = details.problems ?? [];
  }
}
