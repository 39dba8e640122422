import type { HostNames } from '../network/host-names.ts';
import type { ConfPlaces } from './conf-places.ts';
import type { Credentials } from './credentials.ts';

/** How a server is asked. */
export interface ServerOptions {
  /** Those that the user has set for the server that the target names (`NIOSTAT_GNS3_USER`). */
  readonly credentials?: Credentials | undefined;
  /** Asks the user for credentials where nothing else has any; `server` is `host:port`. */
  readonly prompt?: ((server: string, signal: AbortSignal) => Promise<Credentials | undefined>) | undefined;
  /** Certificates that are trusted in addition to those of Node, in PEM. */
  readonly ca?: string | undefined;
  /** True if a password may go over plain http to another host. */
  readonly insecure: boolean;
  /** Milliseconds for each request. */
  readonly timeoutMs: number;
  /**
   * Files that servers of this host read, as `--config` of their command lines says; before the usual ones.
   */
  readonly confFiles?: readonly string[] | undefined;
  /** Where the usual ones are; those of this user if it is not given. */
  readonly confPlaces?: ConfPlaces | undefined;
  /** Names that this run has looked up. */
  readonly names?: HostNames | undefined;
  /** True to read a closed project as its file has it; else it is an error. */
  readonly takesClosed?: boolean;
  /** What servers have let in, by `host:port`, so that a run logs in once: in memory only. */
  readonly kept?: Map<string, string> | undefined;
}
