import type { Outcome } from '../../core/outcome.ts';
import type { Fate } from '../../core/words/fate.ts';
import type { EndLook, LinkLook } from '../picture/look.ts';
import type { Topology } from '../picture/topology.ts';

/** What `links` has seen, worst first; sentences are those of its other formats. */
export interface LinksOnPage {
  /** When it was looked, in the time of the host that did: ISO 8601. */
  readonly at: string;
  readonly outcome: Outcome;
  readonly headline: string;
  /** One for each cause. */
  readonly stories: readonly StoryOnPage[];
  readonly links: readonly SeenLink[];
  /** Links that the software never makes, and why. */
  readonly notMade: readonly { readonly lab: string; readonly name: string; readonly reason: string }[];
  readonly hosts: readonly SeenHost[];
  /** Hypervisors of the labs that are not started. */
  readonly notStarted: readonly string[];
  /** Where no lab was named: the programs that have the sockets. Absent if there are too many links. */
  readonly picture?: SeenPicture;
  /** How many links a filter has left out. */
  readonly filteredOut: number;
}

/** What a picture is made of; maps are lists of their entries. */
export interface SeenPicture {
  readonly topology: Topology;
  readonly ends: ReadonlyArray<readonly [string, EndLook]>;
  readonly links: ReadonlyArray<readonly [string, LinkLook]>;
}

export interface StoryOnPage {
  /** Such as `SHARED`. */
  readonly states: readonly string[];
  /** Fates that these tell of. */
  readonly fates: readonly Fate[];
  /** The links that have this cause; `more` are not named. */
  readonly names: readonly string[];
  readonly more: number;
  /** A sentence of its own. */
  readonly sentence: string;
  /** What was expected, what is there, why. */
  readonly explanations: readonly string[];
  readonly facts: readonly string[];
  readonly remedy?: string;
  /** Command lines that the remedy ends with. */
  readonly commands: readonly string[];
}

export interface SeenLink {
  /** Absent where no lab names it. */
  readonly name?: string;
  readonly lab?: string;
  /** The link that this one, a tunnel of a uBridge, is a part of. */
  readonly partOf?: string;
  readonly state: string;
  readonly isWell: boolean;
  /** Fates that the state tells of. */
  readonly fates: readonly Fate[];
  /** In a few words; empty if it is well. */
  readonly remark: string;
  /** The first end, and the other one where there is one. */
  readonly ends: readonly SeenEnd[];
}

export interface SeenEnd {
  /** `R1 f0/0`, or who has the socket. */
  readonly name: string;
  readonly host: string;
  /** The hypervisor that has it, or the program. */
  readonly at: string;
  /** Of a tunnel: the router's end, or that of its uBridge. */
  readonly role?: 'router' | 'tunnel';
  /** What becomes of the frames that it sends. */
  readonly fate: Fate;
  /** With `goes astray`: the name of the end where they come out. */
  readonly to?: string;
  /** Absent where no lab says it, and at an end outside the lab. */
  readonly expected?: { readonly port: number; readonly peer: string };
  /**
   * - `there`: the socket of this end;
   * - `elsewhere`: its socket, connected to another peer than the lab says;
   * - `other`: the socket of somebody else, which has its port;
   * - `none`: no socket has its port;
   * - `not known`: it could not be looked for.
   */
  readonly seen: 'there' | 'elsewhere' | 'other' | 'none' | 'not known';
  /** With `there`, `elsewhere` and `other`. */
  readonly socket?: { readonly local: string; readonly peer: string; readonly owner?: string };
  /** What has passed it: `8 frames in, 7 out`. */
  readonly frames?: string;
  /** What is wrong with it, in a few words. */
  readonly remark?: string;
}

export interface SeenHost {
  readonly name: string;
  /** False if none of its sockets was read: nothing is known of its ends. */
  readonly isRead: boolean;
  readonly limits: readonly string[];
}
