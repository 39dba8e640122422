/** A link of an open project as it is there: the chain of sockets from node to node. */
import type { HopCounters } from './host.ts';

/**
 * Worst first. The words of `links` mean what they mean there (docs/LINKS.md); the others are those of
 * GNS3.md.
 */
export const LIVE_STATES = [
  'BROKEN',
  'ORPHAN',
  'SHARED',
  'SELF',
  'FOREIGN',
  'CROSSED',
  'HALF-OPEN',
  'MISSING',
  'STALLED',
  'ONE-WAY',
  'UNKNOWN',
  'FILTERED',
  'SUSPENDED',
  'STOPPED',
  'IDLE',
  'ESTABLISHED',
] as const;

export type LiveState = (typeof LIVE_STATES)[number];

/** What is on purpose, or as it should be. */
const WELL: ReadonlySet<LiveState> = new Set(['FILTERED', 'SUSPENDED', 'STOPPED', 'IDLE', 'ESTABLISHED']);

export function isLiveWell(state: LiveState): boolean {
  return WELL.has(state);
}

/** What is wrong with one hop, as it was seen. */
export type HopFault =
  /** There is no such socket. */
  | 'no socket'
  /** The process that should hold it has ended. */
  | 'process ended'
  /** The process does not run until somebody lets it. */
  | 'process stopped'
  | 'process traced'
  /** Another program has the port. */
  | 'foreign'
  /** An emulator that a server has left behind has the port too. */
  | 'orphan'
  /** Another socket has the same four values. */
  | 'shared'
  /** It points elsewhere. */
  | 'crossed'
  /** The bridge of uBridge is not running. */
  | 'bridge stopped'
  /** Its queue is full: nobody reads it. */
  | 'queue full'
  /** It was not looked at, or may not be seen. */
  | 'not seen';

/**
 * A socket in the chain of a link, with its program. Frames of direction `a → b` come in at one side of a
 * program and go out at the other.
 */
export interface Hop {
  readonly program: 'dynamips' | 'ubridge' | 'vpcs' | 'qemu' | 'other';
  /** The node to which the program belongs. */
  readonly node: string;
  readonly host: string;
  readonly pid?: number;
  readonly localPort?: number;
  /** As the program was told it. */
  readonly remoteHost?: string;
  readonly remotePort?: number;
  /** The name of the NIO, or of the bridge. */
  readonly nio?: string;
  /** Of a bridge. */
  readonly side?: 'source' | 'destination';
  readonly counters?: HopCounters;
  /** How the counters have grown between the two readings. */
  readonly grown?: HopCounters;
  /** Names of the filters of the bridge. */
  readonly filters?: readonly string[];
  /** Bytes that wait to be read. */
  readonly receiveQueue?: number;
  /** Datagrams that the kernel has thrown away. */
  readonly drops?: number;
  readonly isPresent: boolean;
  readonly fault?: HopFault;
  /** Who else has the port, such as `python3 (pid 312)`. */
  readonly holder?: string;
  readonly holderPid?: number;
}

export interface LiveEnd {
  readonly node: string;
  readonly nodeId: string;
  readonly nodeType: string;
  /** `f0/0`, as the server names it. */
  readonly interface: string;
  readonly status?: string;
  /** The name of the host on which the node runs. */
  readonly host: string;
}

/** Where frames die: they leave hop `after` and do not come in at hop `before`. Indices into `hops`. */
export interface Death {
  readonly direction: 'a to b' | 'b to a';
  readonly after: number;
  readonly before: number;
  /** Frames, between the two readings. */
  readonly lost: number;
}

export interface LiveLink {
  readonly id: string;
  /** `R1 f0/0 -- R2 f0/0` */
  readonly name: string;
  readonly state: LiveState;
  readonly a: LiveEnd;
  readonly b: LiveEnd;
  /** From `a` to `b`. Empty if nothing of it was seen. */
  readonly hops: readonly Hop[];
  /**
   * Other chains that may be this link as well: those of parallel links between two switches, which nothing
   * tells apart but their order. The state is that of the worst of them all.
   */
  readonly otherChains?: readonly (readonly Hop[])[];
  /** UDP ports of the two link ends: those between the last hop of node `a` and the first of node `b`. */
  readonly ports?: readonly [a: number | undefined, b: number | undefined];
  /**
   * Frames that came into the chain at `a`, and that came out of it there, by the first hop of `a` that
   * counts: what a NIO of Dynamips has sent and received, or what a uBridge has received and sent at the side
   * of the node. Absent where it is not known which chain is that of the link.
   */
  readonly in?: number;
  readonly out?: number;
  readonly isSuspended: boolean;
  /**
   * Set if the server says that the link is suspended or filtered, and frames pass all the same: neither end
   * can filter, as between two switches, or its bridge has no filter.
   */
  readonly ignoresFilters?: true;
  /** As the server tells them: `packet_loss 30`. */
  readonly filters: readonly string[];
  /** Frames that filters have dropped, by the counters. */
  readonly dropped?: number;
  /** With two readings. */
  readonly deaths?: readonly Death[];
  /** Kinds of nodes whose ends are not looked at: `docker`. */
  readonly notLookedAt?: readonly string[];
  /** With `BROKEN`: which process has ended, and what brings it back. */
  readonly broken?: {
    readonly program: Hop['program'];
    readonly node: string;
    readonly nodeType: string;
    readonly lastWords?: string;
    /** Milliseconds since 1970. */
    readonly atMs?: number;
  };
  /** What uBridge complained about, as its log says. */
  readonly complaints?: readonly string[];
}
