import { EXIT } from '../../core/errors/exit-code.ts';
import { NiostatError } from '../../core/errors/niostat-error.ts';

/** Stable, for scripts; docs/EXIT-CODES.md says what each means. */
export type Gns3ErrorCode =
  | 'NOT_REACHED'
  | 'SERVER_TIMEOUT'
  | 'CONNECTION'
  | 'CERTIFICATE'
  | 'NOT_GNS3'
  | 'REDIRECTED'
  | 'ENDLESS_ANSWER'
  | 'BAD_ANSWER'
  | 'SERVER_ERROR'
  | 'LOGIN_NEEDED'
  | 'LOGIN_REFUSED'
  | 'PLAIN_PASSWORD'
  | 'NOT_THIS_HOST'
  | 'NO_SUCH_PROJECT'
  | 'SEVERAL_PROJECTS'
  | 'PROJECT_CLOSED';

/** What the user can mend in the command line. */
const BAD_INPUT: ReadonlySet<Gns3ErrorCode> = new Set([
  'PLAIN_PASSWORD',
  'NOT_THIS_HOST',
  'NO_SUCH_PROJECT',
  'SEVERAL_PROJECTS',
  'PROJECT_CLOSED',
]);

/** A GNS3 server that is not there, does not let us in, or does not answer as one does. */
export class Gns3ServerError extends NiostatError {
  declare readonly code: Gns3ErrorCode;
  readonly exitCode: number;
  /** As it was dialled. */
  readonly host: string;
  /** TCP. */
  readonly port: number;

  constructor(
    code: Gns3ErrorCode,
    message: string,
    at: { readonly host: string; readonly port: number; readonly next?: string | undefined; readonly cause?: unknown },
  ) {
    super(code, message, { next: at.next, cause: at.cause });
    this.exitCode = BAD_INPUT.has(code) ? EXIT.badInput : EXIT.worldUnknown;
    this.host = at.host;
    this.port = at.port;
  }
}
