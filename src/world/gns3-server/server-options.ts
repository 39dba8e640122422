import type { HostNames } from '../network/host-names.ts';
import type { Credentials } from './credentials.ts';

/** How a server is asked. */
export interface ServerOptions {
  /** Those of the user for the server that the target names, such as of NIOSTAT_GNS3_USER. */
  readonly credentials?: Credentials | undefined;
  /** Asks the user for credentials where nothing else has any. */
  readonly prompt?: ((server: string) => Promise<Credentials | undefined>) | undefined;
  /** Certificates that are trusted, too, in PEM. */
  readonly ca?: string | undefined;
  /** True if a password may go over plain http to another host. */
  readonly insecure: boolean;
  /** Milliseconds for each request. */
  readonly timeoutMs: number;
  /** Files that servers of this host read, such as `--config` of their command lines says; before the usual ones. */
  readonly confFiles?: readonly string[] | undefined;
  /** Names that this run has looked up. */
  readonly names?: HostNames | undefined;
  /** True to read a closed project as its file has it; else it is an error. */
  readonly takesClosed?: boolean;
}
