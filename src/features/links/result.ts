import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { isWell, type ObservedLink } from './link-table.ts';
import type { StillLoaded } from './still-loaded.ts';

/** A host whose sockets were read, or could not be. */
export interface HostSummary {
  readonly host: string;
  /** What was read; absent if nothing was. */
  readonly source?: string;
  readonly socketCount?: number;
  /** UDP sockets whose owner this user may not know. */
  readonly hiddenSockets?: number;
  /** True where even root may not look into processes, as in a container without CAP_SYS_PTRACE. */
  readonly hiddenFromRoot?: boolean;
  /** True if it has more UDP sockets, or listeners, than were read. */
  readonly isCut?: boolean;
  readonly limits: readonly string[];
}

/** One socket as netstat would print it. */
export interface SocketSummary extends SocketRow {
  readonly host: string;
  readonly process?: string;
}

/** A link of a lab that is never made, so that no socket is looked for. */
export interface UnmadeLink {
  readonly lab: string;
  readonly name: string;
  /** In a clause. */
  readonly reason: string;
}

export interface LinksResult {
  readonly schemaVersion: 1;
  /** `unknown` if something that was asked for could not be seen; `findings` if a link is not well. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly hosts: readonly HostSummary[];
  readonly links: readonly ObservedLink[];
  /** Where a part of a lab is not there: which hypervisors have other parts. Loading the lab ends these. */
  readonly stillLoaded?: readonly StillLoaded[];
  /** How many links the filter, -4 or -6 has left out. */
  readonly filteredOut: number;
  /** Absent if the labs have none. */
  readonly notMade?: readonly UnmadeLink[];
  readonly sockets?: readonly SocketSummary[];
  /** With the listening sockets alone: how many connected UDP sockets emulators have in addition. */
  readonly connectedNios?: number;
}

/** What decides the outcome. */
type Seen = Pick<LinksResult, 'labs' | 'hosts' | 'links' | 'notMade'>;

/** The outcome of a result. */
export function outcomeOfLinks(seen: Seen): Outcome {
  const isBroken = seen.notMade !== undefined || seen.links.some(({ state }) => !isWell(state));
  return outcomeOf({ unknown: couldNotSee(seen), findings: isBroken });
}

/** True if something that was asked for could not be seen. */
function couldNotSee({ labs, hosts, links }: Seen): boolean {
  if (hosts.some(({ source }) => source === undefined) || links.some(({ state }) => state === 'UNKNOWN')) return true;
  // Without a lab nobody says that there should be links: those of other users, or of sockets that were cut
  // off, are not seen at all.
  if (labs.length > 0) return false;
  const hidesSome = hosts.some(({ hiddenSockets }) => hiddenSockets !== undefined);
  return (links.length === 0 && hidesSome) || hosts.some(({ isCut }) => isCut === true);
}
