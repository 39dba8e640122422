import type { SocketState } from '../trace/trace-state.ts';
import type { Answer, Moment } from './moment.ts';

/** Computes what somebody would answer; undefined where the belief says nothing. */
export type Say = (moment: Moment, socket: SocketState) => Answer | undefined;

/**
 * A wrong idea that has a name, and what somebody who has it answers to each question. Wrong answers of a
 * quiz are made by beliefs alone, so that each of them tells what to explain.
 */
export interface Belief {
  readonly id: string;
  readonly port?: Say;
  readonly bind?: Say;
  readonly receiver?: Say;
  readonly hears?: Say;
  readonly rows?: (moment: Moment, hypervisor: string) => Answer | undefined;
  /** Why it is not so: one or two sentences. The socket is the one that was asked about, if one was. */
  readonly fact: (moment: Moment, socket: SocketState | undefined) => string;
}
