import { EXIT } from './exit-code.ts';
import { NiostatError } from './niostat-error.ts';

/** The world outside does not let us: nobody answers, no permission, too slow. */
export class WorldError extends NiostatError {
  readonly exitCode = EXIT.worldUnknown;
}
