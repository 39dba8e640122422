import type { OperatingSystem } from '../lab/lab.ts';
import type { TraceEvent } from '../trace/trace-event.ts';
import type { SocketState, TraceState } from '../trace/trace-state.ts';

/** A step of a lab that somebody is asked to predict. */
export interface Moment {
  readonly before: TraceState;
  readonly events: readonly TraceEvent[];
  readonly after: TraceState;
  /** The labs when everything has happened: a belief may look at links that are not made yet. */
  readonly end: TraceState;
  /** What is said of sockets on one port is known of Linux. */
  readonly system: OperatingSystem;
}

/**
 * What can be asked:
 * - `port`: which port an end gets;
 * - `bind`: what becomes of the bind of its socket;
 * - `receiver`: where a frame comes out that it sends;
 * - `hears`: what it hears, its own frames left aside;
 * - `rows`: how many sockets there are when a hypervisor has stopped.
 */
export type Subject =
  | { readonly ask: 'port' | 'bind' | 'receiver' | 'hears'; readonly socket: SocketState }
  | { readonly ask: 'rows'; readonly hypervisor: string };

/** A right or wrong answer. Sockets are named by their place in `sockets` of the state. */
export type Answer =
  | { readonly is: 'port'; readonly port: number }
  | { readonly is: 'works' }
  | { readonly is: 'refused' }
  | { readonly is: 'other port'; readonly port: number }
  /** None: the frame is lost. */
  | { readonly is: 'receivers'; readonly sockets: readonly number[] }
  /** One frame in so many of each of these sockets. */
  | { readonly is: 'senders'; readonly sockets: readonly number[]; readonly oneIn: number }
  | { readonly is: 'rows'; readonly count: number };

/** True if both say the same. */
export function isSame(a: Answer, b: Answer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
