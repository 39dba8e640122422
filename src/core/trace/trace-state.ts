import type { ConsoleType } from '../allocation/allocation.ts';
import type { BindOutcome, Delivery } from '../kernel/socket.ts';
import type { Verdict } from '../kernel/verdict.ts';
import type { HypervisorKind, PortRange } from '../lab/lab.ts';
import type { FrameEvent, GivenBy, SocketRole } from './trace-event.ts';

/** The labs at one step: what all events up to it add up to. A value; the next step makes another one. */
export interface TraceState {
  readonly step: number;
  /** In the order of the labs. */
  readonly hypervisors: readonly HypervisorState[];
  readonly devices: readonly DeviceState[];
  /** In the order in which their ports were given; those that were closed stay, marked. */
  readonly sockets: readonly SocketState[];
  /** Links of which something has happened, in that order. */
  readonly links: readonly LinkState[];
}

export interface HypervisorState {
  readonly lab?: string;
  readonly hypervisor: string;
  readonly kind: HypervisorKind;
  readonly host: string;
  readonly machine: string;
  readonly base?: number;
  /** The counter: the port that the next end gets. */
  readonly next?: number;
  /** The counter at the step before, if this step has moved it. */
  readonly was?: number;
  readonly pool?: PortRange;
  readonly isStopped: boolean;
}

export interface DeviceState {
  readonly lab?: string;
  readonly device: string;
  readonly hypervisor: string;
  readonly consoles: ReadonlyArray<{ readonly type: ConsoleType; readonly port: number }>;
  /** UDP ports that it takes when it starts. */
  readonly atStart: readonly number[];
}

/** A port that was given, and the socket that is made of it later. */
export interface SocketState {
  /** Its place in `sockets`: other sockets name it by that. */
  readonly index: number;
  readonly lab?: string;
  readonly end: string;
  readonly device: string;
  readonly interface: string;
  readonly role?: SocketRole;
  /** Place in `links`. */
  readonly link: number;
  readonly hypervisor: string;
  /** The machine that it is on. */
  readonly machine: string;
  readonly by: GivenBy;
  /** As it was given, before the kernel takes its low 16 bits. */
  readonly port: number;
  /** Absent until the socket is made. */
  readonly bind?: BindOutcome;
  /** Absent also if nobody knows it. */
  readonly boundPort?: number;
  readonly holder?: number;
  readonly local?: string;
  readonly remote?: string;
  /** Absent until the link is complete. */
  readonly fate?: Delivery;
  readonly to?: number;
  readonly why?: FrameEvent['why'];
  /** Sockets whose frames come out here, its own among them, in the order of `sockets`. */
  readonly hears: readonly number[];
  readonly isClosed: boolean;
}

export interface LinkState {
  readonly lab?: string;
  readonly link: string;
  /** Over all labs, from 1. */
  readonly number: number;
  /** Absent until it is complete. */
  readonly verdict?: Verdict;
  readonly isRemoved: boolean;
  /** No port: it is never made. */
  readonly hasFailed: boolean;
}
