/** The sockets of a host could not be read; the message is for the user. */
export class SocketReadError extends Error {
  /** Stable, for scripts. */
  readonly code = 'SOCKETS_UNREADABLE';

  constructor(message: string, details: { cause?: unknown } = {}) {
    super(message, details);
  }
}
