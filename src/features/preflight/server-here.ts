import type { ServerProject, ServerSays } from '../../core/open-project/server.ts';

/** A GNS3 server that would open the labs: what it says of itself, and which of its projects they are. */
export interface ServerHere extends Omit<ServerSays, 'project' | 'nodes' | 'links'> {
  /** Its projects that are the labs. */
  readonly own: readonly ServerProject[];
}

/** A server that runs and did not say anything, and why, in a clause. */
export interface SilentServer {
  readonly why: string;
}
