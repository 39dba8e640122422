import type { RehearsalEnd, RehearsalHypervisor } from './ends.ts';

/** The NIO through which frames from here come into a switch. */
export interface Injector {
  /** UDP, on the hypervisor's host. */
  readonly port: number;
  /** True once a frame from here has come in. */
  readonly isReached: boolean;
  /** True once a frame has come back to here. */
  readonly hasReturned: boolean;
}

/** What became of the frames that one end has sent. */
export interface Trip {
  readonly sent: number;
  /** Frames that came back to here, by the end at which they came out. */
  readonly returned: ReadonlyMap<RehearsalEnd, number>;
  /** From sending the first one until it came back to here. */
  readonly roundTripMs?: number | undefined;
  /**
   * Packets that the NIO of this end has counted as coming in, while it and the others of its round were
   * sending.
   */
  readonly countedAtSender: number;
  /** The same at the other end of the link. */
  readonly countedAtPeer: number;
}

/** What became of an end. */
export interface TriedEnd {
  /** The hypervisor's answer, if it could not be created. */
  readonly refusal?: string | undefined;
  /** Undefined if nothing was sent. */
  readonly trip?: Trip | undefined;
  /** How frames reach it from here. */
  readonly injector?: Injector | undefined;
}

/** What a rehearsal has seen. */
export interface Rehearsed {
  readonly tried: ReadonlyMap<RehearsalEnd, TriedEnd>;
  /** What each hypervisor says of its version. */
  readonly versions: ReadonlyMap<RehearsalHypervisor, string | undefined>;
}
