import type { Refusal } from '../address/socket-pair.ts';
import type { ConsoleType } from '../allocation/allocation.ts';
import type { FailCause, StepRule } from '../allocation/step.ts';
import type { BindOutcome, Delivery } from '../kernel/socket.ts';
import type { Verdict } from '../kernel/verdict.ts';
import type { HypervisorKind, LinkFault, PortRange } from '../lab/lab.ts';

/**
 * What happens when labs are started, one event after the other. Every word is of a closed list: sentences
 * are made by who shows it. Names are those of the lab; `lab` is there where several labs run at once.
 */
export type TraceEvent =
  | HypervisorEvent
  | PlaceEvent
  | GiveEvent
  | FailEvent
  | BindEvent
  | ConnectEvent
  | LinkEvent
  | FrameEvent
  | RemoveEvent
  | StopEvent
  | CloseEvent;

export interface At {
  /** Events of one step happen at one press of a key; 0 is the lab before its first link. */
  readonly step: number;
  /**
   * What does not change with the generation of Dynamips, and hardly with who gives the ports: the number of
   * the link over all labs, its end, and what: `1a.port`, `2.link`, `e1.stop`, `4:3a.frame` for a frame of
   * link 3 that goes elsewhere since link 4.
   */
  readonly at: string;
  readonly lab?: string;
}

/** Which socket of an end: with uBridge an end has three, the router's and the two of its uBridge. */
export type SocketRole = 'router' | 'tunnel' | 'link';

/** A socket: of an end `R1 f0/0`, and in GNS3 2.1 and later of which of its three boxes. */
export interface SocketName {
  readonly end: string;
  /** Its place in the `sockets` of a state: a name may not be enough, all ends of a LAN bridge have one. */
  readonly socket: number;
  /** Absent where the end has one socket. */
  readonly role?: SocketRole;
}

/** A hypervisor with its base, or with the pool of its host. */
export interface HypervisorEvent extends At {
  readonly event: 'hypervisor';
  readonly hypervisor: string;
  readonly kind: HypervisorKind;
  readonly host: string;
  /** The machine that the host is, as predictions see it: two names may be one machine. */
  readonly machine: string;
  readonly base?: number;
  readonly pool?: PortRange;
}

export interface PlaceEvent extends At {
  readonly event: 'place';
  readonly device: string;
  readonly hypervisor: string;
  readonly consoles?: ReadonlyArray<{ readonly type: ConsoleType; readonly port: number }>;
}

/** The rules of links, and `start`: taken from the pool when the node starts. */
export type GivenBy = StepRule | 'start';

export interface GiveEvent extends At {
  readonly event: 'give';
  /** `R1 f0/0`; the device alone, with `start`. */
  readonly end: string;
  readonly role?: SocketRole;
  /** What follows says which socket is made of it; absent with `start`. */
  readonly socket?: number;
  readonly device: string;
  /** These three are absent with `start`. */
  readonly interface?: string;
  readonly link?: string;
  /** The number of the link over all labs, from 1, in the order of the files and then of their events. */
  readonly number?: number;
  /** The hypervisor that gives it. */
  readonly from: string;
  readonly by: GivenBy;
  readonly port: number;
  /** The counter; absent where none moves. */
  readonly before?: number;
  readonly after?: number;
}

/** No port, and so no link; or a link that the software refuses before any port is given. */
export interface FailEvent extends At {
  readonly event: 'fail';
  readonly end: string;
  readonly link: string;
  readonly number: number;
  readonly cause: FailCause | LinkFault;
}

export interface BindEvent extends At, SocketName {
  readonly event: 'bind';
  /** The port that was asked for. */
  readonly port: number;
  readonly outcome: BindOutcome;
  /** The port that is bound, where it is another one: 0 if the kernel chooses one that nobody knows. */
  readonly bound?: number;
  /** The answer of Dynamips, with `refused`. */
  readonly reply?: 206;
  /** Why, with `refused` and without a holder. */
  readonly reason?: 'peer-port-zero' | Refusal;
  readonly holder?: SocketName & { readonly lab?: string };
}

export interface ConnectEvent extends At, SocketName {
  readonly event: 'connect';
  readonly local: string;
  readonly remote: string;
}

/** All sockets of a link were made; told again when its verdict changes. */
export interface LinkEvent extends At {
  readonly event: 'link';
  readonly link: string;
  readonly number: number;
  readonly verdict: Verdict;
}

/** Where a frame of this socket comes out, as things are at this step. */
export interface FrameEvent extends At {
  readonly event: 'frame';
  readonly from: string;
  readonly role?: SocketRole;
  readonly socket: number;
  readonly fate: Delivery;
  readonly to: (SocketName & { readonly lab?: string }) | null;
  /** Why `nobody`: it has no socket, or nobody has the port, or who has it takes nothing from here. */
  readonly why?: 'refused' | 'no socket' | 'other peer' | 'closed';
}

export interface RemoveEvent extends At {
  readonly event: 'remove';
  readonly link: string;
  readonly number: number;
}

export interface StopEvent extends At {
  readonly event: 'stop';
  readonly hypervisor: string;
  /** The router whose uBridge stops, and not the hypervisor. */
  readonly ubridgeOf?: string;
}

export interface CloseEvent extends At, SocketName {
  readonly event: 'close';
  readonly port: number;
  /** True if the port can be given again. */
  readonly isGivenBack: boolean;
}
