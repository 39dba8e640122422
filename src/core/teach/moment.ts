import type { OperatingSystem } from '../lab/lab.ts';
import type { LabModel } from '../model/lab-model.ts';
import type { TraceEvent } from '../trace/trace-event.ts';
import type { HypervisorState, SocketState, TraceState } from '../trace/trace-state.ts';

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
export type SocketAsk = 'port' | 'bind' | 'receiver' | 'hears';

/**
 * What can be asked:
 * - `port`: which port an end gets; `ports`: which ports the two ends of a link get;
 * - `next port`: which port a counter gives next;
 * - `count ports`: how many UDP ports a link takes, by its place in `links`, or without one the lab;
 * - `count rows`: how many sockets there are on a machine, or in the lab, when a hypervisor has stopped if one
 *   is named;
 * - `bind`: what becomes of the bind of its socket;
 * - `receiver`: where a frame comes out that it sends;
 * - `hears`: what it hears, its own frames left aside.
 */
export type Subject =
  | { readonly ask: SocketAsk; readonly socket: SocketState }
  | { readonly ask: 'ports'; readonly sockets: readonly SocketState[] }
  | { readonly ask: 'next port'; readonly hypervisor: HypervisorState }
  | { readonly ask: 'count ports'; readonly link?: number }
  | { readonly ask: 'count rows'; readonly stopped?: string; readonly machine?: string };

/** The subject of one kind of question. */
export type SubjectOf<A extends Subject['ask']> = Extract<Subject, { readonly ask: A }>;

/** The socket that is asked about, if it is one. */
export function socketOf(subject: Subject): SocketState | undefined {
  return 'socket' in subject ? subject.socket : undefined;
}

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
  | { readonly is: 'senders'; readonly sockets: readonly number[]; readonly oneIn: number };

/** True if both say the same. */
export function isSame(a: Answer, b: Answer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
