/** Ctrl-C, or SIGTERM, ended a command before it had a result. */
export class InterruptedError extends Error {
  readonly code = 'INTERRUPTED';
  /** As shells have it: 128 + SIGINT. */
  readonly exitCode = 130;
  readonly next: string | undefined;
  readonly problems = [];

  constructor(message: string, details: { next?: string } = {}) {
    super(message);
    this.next = details.next;
  }
}
