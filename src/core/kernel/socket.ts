import type { Route } from '../address/socket-pair.ts';
import type { Nio } from '../allocation/step.ts';
import type { Origin } from './systems/statement.ts';

/**
 * What becomes of the bind of a NIO:
 * - `bound`: the port is its own;
 * - `wrapped`: not between 1 and 65535; bound to the low 16 bits of what was asked for;
 * - `shared`: bound although another socket has the port (SO_REUSEADDR on both), without a word;
 * - `refused`: EADDRINUSE, or the route or a peer port of 0 says why; Dynamips answers 206, and there is no
 *   socket;
 * - `ephemeral`: port 0, so that the kernel chooses one that nobody knows;
 * - `unknown`: what this system or program does with the port, or with the peer, is not established;
 * - `stopped`: it was open until its hypervisor stopped;
 * - `removed`: it was open until its link was removed;
 * - `fallback`: refused towards the first address of its peer's name, and bound towards another one, where
 *   its peer may not be.
 */
export type BindOutcome = keyof typeof BIND;

/** Numbers for the columns. */
export const BIND = {
  bound: 0,
  wrapped: 1,
  shared: 2,
  refused: 3,
  ephemeral: 4,
  unknown: 5,
  stopped: 6,
  removed: 7,
  fallback: 8,
} as const;

/**
 * Who gets the frames that an end sends: its peer, itself, another NIO of the lab, nobody, a program outside
 * the lab.
 */
export type Delivery = keyof typeof DELIVERY;

export const DELIVERY = { nobody: 0, peer: 1, self: 2, other: 3, outside: 4, unknown: 5 } as const;

export const BIND_NAMES = Object.keys(BIND) as BindOutcome[];
export const DELIVERY_NAMES = Object.keys(DELIVERY) as Delivery[];

/** Stands for no socket where an index is expected. */
export const NO_SOCKET = -1;

/** One NIO as the operating system sees it. */
export interface PredictedSocket {
  readonly index: number;
  readonly nio: Nio;
  /** Which of the labs it belongs to. */
  readonly lab: number;
  /** The machine that it is on. */
  readonly machine: string;
  /** The port that is really bound; 0 when nobody knows it. */
  readonly port: number;
  readonly remotePort: number;
  readonly bind: BindOutcome;
  /** What the statement about the bind rests on, and that about the frames. */
  readonly bindOrigin: Origin;
  readonly framesOrigin: Origin;
  /** The socket that had the port first, with `shared`, `refused`, `fallback` and `unknown`. */
  readonly holder: number;
  readonly route: Route;
  readonly delivery: Delivery;
  /** The socket of the lab that gets the frames, or `NO_SOCKET`. */
  readonly receiver: number;
  /**
   * The socket that gets the frames if a name has the address that fits, which nobody knows; else
   * `NO_SOCKET`.
   */
  readonly candidate: number;
}
