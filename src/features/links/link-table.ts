/** Links as they are found: the rows of `niostat links`. */
import type { Hypervisor } from '../../core/lab/lab.ts';

/**
 * Worst first: what the eye should meet first. `UNREACHABLE?` has a question mark because routes are not
 * looked at.
 */
export const LINK_STATES = [
  'SHARED',
  'SELF',
  'FOREIGN',
  'CROSSED',
  'HALF-OPEN',
  'MISSING',
  'UNREACHABLE?',
  'STALLED',
  'ONE-WAY',
  'UNEXPECTED',
  'UNKNOWN',
  'IDLE',
  'ESTABLISHED',
] as const;

export type LinkState = (typeof LINK_STATES)[number];

/** States that nobody needs to do anything about. */
export function isWell(state: LinkState): boolean {
  return state === 'ESTABLISHED' || state === 'IDLE';
}

/** Packets and bytes of a NIO, as its hypervisor counts them. */
export interface Counters {
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Why nothing reads the socket of an end. */
export type Unread =
  | 'process stopped'
  | 'process traced'
  | 'hypervisor silent'
  | 'router not running'
  | 'not bound'
  | 'queue full';

/** Why a socket that a link needs is not there, as far as it is known. */
export type WhyAbsent =
  | 'not started'
  | 'not loaded'
  | 'control port in use'
  | 'not made'
  | 'no descriptors'
  | 'port in use'
  | 'no address'
  | 'no ubridge'
  | 'hidden'
  | 'no program';

/** What is mended by loading the lab. */
export const MENDED_BY_LOADING: ReadonlySet<WhyAbsent> = new Set(['not started', 'not loaded', 'not made']);

/** Why sockets are not there, with the hypervisors that should have them. */
export interface Absence {
  readonly why: WhyAbsent;
  readonly hypervisors: readonly Pick<Hypervisor, 'kind' | 'host' | 'port' | 'name'>[];
}

/** One end of a link: a socket, or the place where one should be. */
export interface LinkEnd extends Partial<Counters> {
  /** Name of the host, as its sockets were read. */
  readonly host: string;
  /** As the lab names the host, where that is another name. */
  readonly hostInLab?: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** False if there is no such socket: the addresses then say what should be there. */
  readonly present: boolean;
  readonly pid?: number;
  readonly process?: string;
  readonly hypervisor?: string;
  readonly device?: string;
  readonly interface?: string;
  readonly inode?: number;
  /** Bytes that wait to be read, as the kernel counts them; absent if the socket is not there. */
  readonly receiveQueue?: number;
  /** How much of that there may be; absent where the system does not tell. */
  readonly receiveBuffer?: number;
  /** Datagrams that the kernel has thrown away because the queue was full; absent where it does not tell. */
  readonly drops?: number;
  /** The name of the NIO that has the socket, as the log of its hypervisor tells. */
  readonly nio?: string;
  /** What the NIO is bound to, such as `R1 1/0` or `nio_bridge hub`. */
  readonly boundTo?: string;
  /** The router among that. */
  readonly router?: string;
  /** Why nothing reads the socket, where that was seen. */
  readonly unread?: Unread;
}

/** A link as it is there, or as it should be and is not. */
export interface ObservedLink {
  /** As in the lab: `R1 f0/0 -- R2 f0/0`. */
  readonly name?: string;
  readonly lab?: string;
  /** True for the tunnel between a router of GNS3 and its uBridge: a part of the link before its name. */
  readonly isTunnel?: true;
  /** The name of the link that a tunnel is a part of. */
  readonly tunnelOf?: string;
  readonly state: LinkState;
  readonly a: LinkEnd;
  readonly b?: LinkEnd;
  /** More sockets with the same four values as one of the ends. */
  readonly also: readonly LinkEnd[];
  /** With `SHARED`: the one that gets the frames. */
  readonly receiver?: LinkEnd;
  /** With `MISSING` and `HALF-OPEN`. */
  readonly absence?: Absence;
  /**
   * With `FOREIGN`, `CROSSED`, and where the absence is a port in use: the socket that is in the way, or
   * points elsewhere.
   */
  readonly holder?: LinkEnd;
  /** With `UNKNOWN`: the host whose sockets were not read. */
  readonly notRead?: string;
  /** With `UNKNOWN`: what passes the control port of the hypervisor on, such as `ssh (pid 812)`. */
  readonly forwarder?: string;
  /** What the state rests on, in facts. */
  readonly evidence: readonly string[];
  /** Two or three sentences: what was expected, what is there, why. Empty for a link that is well. */
  readonly explanation: string;
  /** What to do, in one sentence. */
  readonly remedy?: string;
}
