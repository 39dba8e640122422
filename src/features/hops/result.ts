import { isLiveWell, type LiveLink } from '../../core/open-project/live-link.ts';
import type { Orphan } from '../../core/open-project/orphans.ts';
import type { Gns3Server, ServerProject } from '../../core/open-project/server.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';

/** A compute whose host was not read. */
export interface UnreadCompute {
  readonly computeId: string;
  readonly name: string;
  /** In a clause. */
  readonly why: string;
}

/** The links of an open project of a GNS3 server, hop by hop. */
export interface HopsResult {
  readonly schemaVersion: 1;
  /** `unknown` if something that was asked for could not be seen; `findings` if a link is not well. */
  readonly outcome: Outcome;
  readonly server: Gns3Server;
  readonly project: Pick<ServerProject, 'id' | 'name'>;
  /** Worst first. */
  readonly links: readonly LiveLink[];
  /** How many links the filter, -4 or -6 has left out. */
  readonly filteredOut: number;
  /** Processes that a server has left behind. */
  readonly orphans: readonly Orphan[];
  readonly notRead: readonly UnreadCompute[];
  /** What could not be seen, and which single command would show it, in sentences; none twice. */
  readonly limits: readonly string[];
  /** With two readings: the time between them, in milliseconds. */
  readonly intervalMs?: number;
}

/** The projects of a server, for a target that names none. */
export interface ProjectsResult {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly server: Gns3Server;
  /** Those that are open first, then by name. */
  readonly projects: readonly Pick<ServerProject, 'id' | 'name' | 'status'>[];
}

/** The outcome of a result. An orphan counts if the server gives its ports out, or will. */
export function outcomeOfHops({ links, notRead, orphans }: Pick<HopsResult, 'links' | 'notRead' | 'orphans'>): Outcome {
  return outcomeOf({
    unknown: notRead.length > 0 || links.some(({ state }) => state === 'UNKNOWN'),
    findings:
      orphans.some(({ givenOut, toBeGivenOut }) => givenOut.length + toBeGivenOut.length > 0) ||
      links.some(({ state }) => !isLiveWell(state)),
  });
}
