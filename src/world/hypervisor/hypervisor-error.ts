import { WorldError } from '../../core/errors/world-error.ts';

export type HypervisorErrorCode =
  | 'TIMEOUT'
  | 'CLOSED'
  | 'CONNECTION'
  | 'NOT_A_HYPERVISOR'
  | 'ENDLESS_REPLY'
  | 'REFUSED';

/** A command that got no good answer: which one, from whom, and why. */
export class HypervisorError extends WorldError {
  /**
   * Stable, for programs. `REFUSED` means that the hypervisor answered 2xx; after all others the connection
   * is closed.
   */
  declare readonly code: HypervisorErrorCode;
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** Empty if the connection failed between two commands. */
  readonly command: string;
  /** The message without the address, where that is told already. */
  readonly detail: string;
  /** The number of the reply, with `REFUSED`. */
  readonly replyCode: number | undefined;

  constructor(
    code: HypervisorErrorCode,
    reason: string,
    at: { host: string; port: number; command: string; replyCode?: number; cause?: unknown },
  ) {
    const detail = at.command === '' ? reason : `"${at.command}": ${reason}`;
    super(code, `${at.host}:${at.port}: ${detail}`, { cause: at.cause });
    this.detail = detail;
    this.host = at.host;
    this.port = at.port;
    this.command = at.command;
    this.replyCode = at.replyCode;
  }
}
