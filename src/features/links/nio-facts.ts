import type { SocketRow } from '../../core/sockets/socket-table.ts';
import type { Counters } from './link-table.ts';

/** What its hypervisor and the log of that tell about the NIO of a socket. */
export interface NioFacts extends Counters {
  /** Its name. */
  readonly nio: string;
  /** What it is bound to, such as `R1 1/0` or `nio_bridge hub`; undefined if nothing reads it. */
  readonly boundTo: string | undefined;
  /** The router among that. */
  readonly router: string | undefined;
  /** True if it is not known whether it is bound any more. */
  readonly mayBeUnbound: boolean;
  /** Since when its counters have counted, in milliseconds of this host's clock. */
  readonly countedSince: number;
  /** When it could first send; undefined if it never could. */
  readonly sendsSince: number | undefined;
}

/** Facts by the sockets of this host, which are known by their inodes. */
export type FactsOf = (socket: Pick<SocketRow, 'inode'>) => NioFacts | undefined;

/** A second look at a NIO, a moment after the first. */
export interface LaterLook {
  readonly packetsIn: number;
  /** Whether the router that has it runs; undefined if no router has it, or it was not told. */
  readonly isRouterRunning: boolean | undefined;
}

/** Why the counters of a hypervisor are not known. */
export type CountersUnknown = { readonly where: string } & (
  | {
      readonly why:
        | 'no control port'
        | 'other host'
        | 'stopped'
        | 'interrupted'
        | 'log none'
        | 'log no permission'
        | 'log too long'
        | 'log too much'
        | 'log cut'
        | 'log shared'
        | 'log without start'
        | 'log mixed up'
        | 'unknown name'
        | 'contradiction'
        | 'changing';
    }
  | { readonly why: 'not reached' | 'no answer'; readonly detail: string }
  | { readonly why: 'left out'; readonly number: number; readonly of: number }
  | { readonly why: 'ambiguous'; readonly nios: readonly string[] }
);
