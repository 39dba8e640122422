import { EXIT } from './exit-code.ts';
import { NiostatError } from './niostat-error.ts';

/** Ctrl-C, or SIGTERM, ended an operation before it had a result. */
export class InterruptedError extends NiostatError {
  readonly exitCode = EXIT.interrupted;

  constructor(message: string, details: { readonly next?: string } = {}) {
    super('INTERRUPTED', message, details);
  }
}
