import type { HostReading } from './host.ts';
import type { ServerSays } from './server.ts';

/** An open project with all that was read of it. */
export interface OpenProject {
  readonly says: ServerSays;
  /** Those of its computes that were read, this host first. */
  readonly hosts: readonly HostReading[];
  /** The same a moment earlier, where two readings were asked for. */
  readonly earlier?: readonly HostReading[];
  /** Computes whose hosts were not read, with the reason and what would show them. */
  readonly notRead: readonly { readonly computeId: string; readonly name: string; readonly why: string }[];
}
