import { WorldError } from '../../core/errors/world-error.ts';

/** The sockets of a host could not be read; the message is for the user. */
export class SocketReadError extends WorldError {
  constructor(message: string, details: { readonly next?: string; readonly cause?: unknown } = {}) {
    super('SOCKETS_UNREADABLE', message, details);
  }
}
