import type { SocketState } from '../trace/trace-state.ts';
import type { Answer, Moment, SocketAsk, Subject, SubjectOf } from './moment.ts';

/** Computes what somebody would answer; undefined where the belief says nothing. */
export type Say = (moment: Moment, socket: SocketState) => Answer | undefined;

/** What somebody answers to each kind of question. Who says something of a port says it of tables too. */
type Sayings = {
  readonly [A in Exclude<Subject['ask'], SocketAsk | 'true of'>]?: (
    moment: Moment,
    subject: SubjectOf<A>,
  ) => Answer | undefined;
} & { readonly [A in SocketAsk]?: Say };

/**
 * A wrong idea that has a name, and what somebody who has it answers to each question. Wrong answers of a
 * quiz are made by beliefs alone, so that each of them tells what to explain.
 */
export interface Belief extends Sayings {
  readonly id: string;
  /** Why it is not so: one or two sentences. The socket is the one that was asked about, if one was. */
  readonly fact: (moment: Moment, socket: SocketState | undefined, ask?: Subject['ask']) => string;
}
