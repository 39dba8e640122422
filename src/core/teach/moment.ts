import type { OperatingSystem } from '../lab/lab.ts';
import type { LabModel } from '../model/lab-model.ts';
import type { TraceEvent } from '../trace/trace-event.ts';
import type { DeviceState, HypervisorState, SocketState, TraceState } from '../trace/trace-state.ts';
import type { Statement } from './asked.ts';

/** A step of a lab that somebody is asked to predict. */
export interface Moment {
  readonly before: TraceState;
  readonly events: readonly TraceEvent[];
  readonly after: TraceState;
  /** The labs when everything has happened: a belief may look at links that are not made yet. */
  readonly end: TraceState;
  /** What is said of sockets on one port is known of Linux. */
  readonly system: OperatingSystem;
  /** What the trace was made of: consoles, firewalls and other bases are asked of it. */
  readonly model?: LabModel;
  /** The end of the same lab before its links were put into another order, if they were. */
  readonly otherOrder?: TraceState;
}

/** What is asked of one socket. */
export type SocketAsk = 'port' | 'bind' | 'receiver' | 'hears' | 'state' | 'peer' | 'fits';

/**
 * What can be asked:
 * - `port`: which port an end gets; `ports`: which ports the two ends of a link get;
 * - `next port`: which port a counter gives next;
 * - `count ports`: how many UDP ports a link takes, by its place in `links`, or without one the lab;
 * - `count rows`: how many sockets there are on a machine, or in the lab; when a hypervisor has stopped, if
 *   one is named;
 * - `bind`: what becomes of the bind of its socket;
 * - `receiver`: where a frame comes out that it sends;
 * - `hears`: what it hears, its own frames left aside;
 * - `state`: the state of its row; `peer`: the foreign address of it;
 * - `fits`: which ports the other side of its link must have;
 * - `verdict`: which of one or two links do not work, by their places in `links`;
 * - `count links`: how many links inside one hypervisor fit into so many ports;
 * - `console`: the console of a router; `clash`: whether two things want one port;
 * - `firewall`: which UDP ports a machine must let in from another;
 * - `base`: which base of a hypervisor mends the lab;
 * - `true of`: which of some statements holds.
 */
export type Subject =
  | { readonly ask: SocketAsk; readonly socket: SocketState }
  | { readonly ask: 'ports'; readonly sockets: readonly SocketState[] }
  | { readonly ask: 'next port'; readonly hypervisor: HypervisorState }
  | { readonly ask: 'count ports'; readonly link?: number }
  | { readonly ask: 'count rows'; readonly stopped?: string; readonly machine?: string }
  /** Up to the base of `next`, if that is why there are no more. */
  | { readonly ask: 'count links'; readonly ports: number; readonly hypervisor?: string; readonly next?: string }
  | { readonly ask: 'verdict'; readonly links: readonly number[] }
  | { readonly ask: 'console'; readonly device: DeviceState; readonly model: LabModel }
  | { readonly ask: 'clash'; readonly things: readonly [Thing, Thing]; readonly model: LabModel }
  | { readonly ask: 'firewall'; readonly machine: string; readonly from: string; readonly model: LabModel }
  | { readonly ask: 'base'; readonly hypervisor: HypervisorState; readonly model: LabModel }
  /** `holds`: the place of the one that does. */
  | { readonly ask: 'true of'; readonly statements: readonly Statement[]; readonly holds: number };

/** Something that wants ports, or a port itself. */
export type Thing =
  | { readonly thing: 'end'; readonly socket: SocketState }
  | { readonly thing: 'base' | 'base console'; readonly hypervisor: HypervisorState; readonly port: number }
  | { readonly thing: 'console'; readonly device: DeviceState; readonly machine: string; readonly port: number }
  | { readonly thing: 'TCP' | 'UDP'; readonly port: number };

/** The subject of one kind of question. */
export type SubjectOf<A extends Subject['ask']> = Extract<Subject, { readonly ask: A }>;

/** A right or wrong answer. Sockets are named by their place in `sockets` of the state. */
export type Answer =
  | { readonly is: 'port'; readonly port: number }
  /** In the order of the sockets that are asked about. */
  | { readonly is: 'ports'; readonly ports: readonly number[] }
  | { readonly is: 'count'; readonly count: number }
  | { readonly is: 'works' }
  | { readonly is: 'refused' }
  | { readonly is: 'other port'; readonly port: number }
  /** None: the frame is lost. */
  | { readonly is: 'receivers'; readonly sockets: readonly number[] }
  /** One frame in so many of each of these sockets. */
  | { readonly is: 'senders'; readonly sockets: readonly number[]; readonly oneIn: number }
  | { readonly is: 'state'; readonly state: RowState }
  | { readonly is: 'peer'; readonly address: string }
  | { readonly is: 'fits'; readonly local: number; readonly remote: number }
  /** None: all work. */
  | { readonly is: 'broken'; readonly links: readonly number[] }
  | { readonly is: 'clash'; readonly isClash: boolean }
  | { readonly is: 'let in'; readonly ports: readonly number[] }
  | { readonly is: 'base'; readonly base: number }
  /** By its place among those of the question. */
  | { readonly is: 'statement'; readonly place: number };

/** What `ss` and `netstat` say of a row, or that there is none. */
export type RowState = 'ESTABLISHED' | 'UNCONN' | 'no row';

/** True if both say the same. */
export function isSame(a: Answer, b: Answer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
