import type { Outcome } from '../../core/outcome.ts';

/** What can become of the frames of one direction of a link, worst first. */
export const DIRECTION_VERDICTS = ['not-created', 'elsewhere', 'looped', 'lost', 'not-tried', 'delivered'] as const;

export type DirectionVerdict = (typeof DIRECTION_VERDICTS)[number];

/**
 * Why a direction is not well:
 * - `one-port`: the lab gives one port to two ends;
 * - `port-in-use`: a program has a port, and is known;
 * - `refused`: a NIO is refused, and nothing more is known;
 * - `injector-filtered`: no frame from here comes in;
 * - `addresses`: the two ends have addresses that do not fit;
 * - `filtered`, `filtered-here`, `filtered-there`: frames are dropped between two hosts, or within one;
 * - `some-lost`: some frames arrived.
 */
export const DIRECTION_CAUSES = [
  'one-port',
  'port-in-use',
  'refused',
  'injector-filtered',
  'addresses',
  'filtered',
  'filtered-here',
  'filtered-there',
  'some-lost',
] as const;

export type DirectionCause = (typeof DIRECTION_CAUSES)[number];

/** One end of a link. */
export interface RehearsedEnd {
  readonly hypervisor: string;
  readonly device: string;
  readonly interface: string;
  /** UDP. */
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
  /** The hypervisor's answer, if the NIO could not be created. */
  readonly refusal?: string;
  /** Who had the local port before, as far as it is known. */
  readonly holders?: readonly string[];
}

/** Where frames came out that were meant for another end. */
export interface Stray {
  /** `R3 f0/0 (127.0.0.1:7201)`. */
  readonly at: string;
  readonly frames: number;
}

export interface RehearsedDirection {
  readonly from: 'a' | 'b';
  readonly verdict: DirectionVerdict;
  readonly sent: number;
  readonly received: number;
  /**
   * `frames`: they came back to here; `counters`: the hypervisors have counted them; `reply`: it was refused.
   */
  readonly evidence: 'frames' | 'counters' | 'reply' | 'none';
  readonly strays?: readonly Stray[];
  /** From here through the link and back to here. */
  readonly roundTripMs?: number;
  /** Absent if all is well. */
  readonly cause?: DirectionCause;
  /** Why, and what to do, in sentences; absent if all is well. */
  readonly explanation?: string;
}

export interface RehearsedLink {
  readonly name: string;
  readonly lab: string;
  readonly a: RehearsedEnd;
  readonly b: RehearsedEnd;
  /** From a to b, and from b to a. */
  readonly directions: readonly [RehearsedDirection, RehearsedDirection];
}

export interface RehearsedHypervisor {
  readonly hypervisor: string;
  readonly version: string;
  /** UDP ports of its host to which frames from here were sent. */
  readonly injectorPorts: readonly number[];
}

/** A link that was left alone. */
export interface SkippedLink {
  readonly name: string;
  readonly lab: string;
  readonly why: string;
}

export interface RehearseResult {
  readonly schemaVersion: 1;
  /** `unknown` if a direction could not be tried; `clean` if every frame of every link was delivered. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly hypervisors: readonly RehearsedHypervisor[];
  readonly links: readonly RehearsedLink[];
  readonly skipped: readonly SkippedLink[];
  /** What stood in the way, in sentences. */
  readonly limits: readonly string[];
  readonly elapsedMs: number;
  /** The command to run next, where there is one. */
  readonly nextCommand?: string;
}

/** What `rehearse --clean` has done on a hypervisor. */
export interface CleanedHypervisor {
  readonly hypervisor: string;
  /** How many objects were deleted. */
  readonly removed: number;
  /**
   * What was left alone: its name is one that rehearsals give, and no record lists it. Absent if nothing is.
   */
  readonly unlisted?: readonly string[];
  /** Why it could not be cleaned. */
  readonly error?: string;
}

export interface CleanResult {
  readonly schemaVersion: 1;
  /** `unknown` if a hypervisor could not be cleaned, `findings` if something was left alone. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly cleaned: readonly CleanedHypervisor[];
}
