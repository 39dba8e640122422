import type { Hypervisor, Link } from '../lab/lab.ts';

/**
 * The program that opens a socket: a hypervisor, or the uBridge that GNS3 2.1 and later puts before each
 * router port.
 */
export type SocketOwner = 'hypervisor' | 'ubridge';

/** A UDP NIO that the software creates: one socket, bound to a local port and connected to a remote one. */
export interface Nio {
  readonly hypervisor: Hypervisor;
  readonly owner: SocketOwner;
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly device: string;
  readonly interface: string;
  readonly link: Link;
  /** Which end of the link it belongs to. */
  readonly end: 'a' | 'b';
  /** True for the two ends of the tunnel between a router and its own uBridge; they never leave the host. */
  readonly tunnel: boolean;
  /** True when the lab file writes the ports out, so that no counter gave them. */
  readonly explicit: boolean;
  /**
   * The address that the socket is bound to. Dynamips binds NIOs of `create_udp` to every address; only
   * `create_udp_auto` binds to the one that it is told.
   */
  readonly boundTo: 'any' | 'host';
}

/**
 * The rule that gives a port:
 * - `counter`: the hypervisor's counter, which then goes up by one and never down;
 * - `moved counter`: the same, moved on first, because it was close to that of the other hypervisor;
 * - `pool`: the lowest port of the host that is neither handed out nor in use;
 * - `tunnel`: the same, for the tunnel between a router and its uBridge;
 * - `first free`: Dynamips binds the first port of the range that is free on its host (nio create_udp_auto);
 * - `file`: written out in the lab file; no counter is touched.
 */
export type StepRule = 'counter' | 'moved counter' | 'pool' | 'tunnel' | 'first free' | 'file';

/** One port given out: what a teacher stops at, and what a simulation folds. */
export interface GiveStep {
  readonly type: 'give';
  readonly link: Link;
  readonly end: 'a' | 'b';
  readonly hypervisor: Hypervisor;
  /** The counter, or the port at which the search began. */
  readonly counterBefore: number;
  readonly port: number;
  readonly by: StepRule;
  /** NIOs that the software creates right after this step, in order. */
  readonly created: readonly Nio[];
}

/** A link removed or a hypervisor stopped: NIOs go, and where the rule set says so, their ports come back. */
export interface ReleaseStep {
  readonly type: 'release';
  readonly link: Link | undefined;
  readonly hypervisor: Hypervisor | undefined;
  readonly deleted: readonly Nio[];
  /** Those of them whose ports can be given again. */
  readonly givenBack: ReadonlySet<Nio>;
  readonly why: string;
}

/** Why a link gets no port. */
export type FailCause = 'unplaced' | 'stopped' | 'backwards-range' | 'exhausted';

/** A port that could not be given, and why: a range is used up, or a device has no hypervisor. */
export interface FailStep {
  readonly type: 'fail';
  readonly link: Link;
  readonly end: 'a' | 'b';
  readonly hypervisor: Hypervisor | undefined;
  readonly cause: FailCause;
  /** The same in a clause. */
  readonly why: string;
}

export type Step = GiveStep | ReleaseStep | FailStep;

/** No NIO yet: the first end of a link is created only when the port of the other end is known. */
export const NOTHING_CREATED: readonly Nio[] = Object.freeze([]);
