/** What ends a command because the world would not let us: nobody answers, no permission, too slow. */
export class WorldError extends Error {
  /** Stable, for scripts. */
  readonly code: string;
  readonly exitCode = 3;
  /** What to do about it. */
  readonly next: string | undefined;
  readonly problems = [];

  constructor(code: string, message: string, details: { next?: string; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.next = details.next;
  }
}
