import { EXIT } from './exit-code.ts';
import { NiostatError } from './niostat-error.ts';

/** What the caller can mend: a file, a flag, a name that does not exist. */
export class InputError extends NiostatError {
  readonly exitCode = EXIT.badInput;
}
