import type { KernelMethod } from '../../core/kernel/kernel-file.ts';
import type { Answer, BindAnswer, ReceiverAnswer, SituationId } from '../../core/kernel/situation.ts';
import type { OperatingSystem } from '../../core/lab/lab.ts';
import type { Outcome } from '../../core/outcome.ts';

/** What makes the sockets of a situation. */
export type Maker = 'node' | 'perl' | 'program';

/** What this machine did in a situation. */
export interface Observed {
  readonly bind: BindAnswer;
  readonly receiver: ReceiverAnswer;
  /** Why the second socket was refused: the system's name for it, or Dynamips' 206. */
  readonly error?: string;
  readonly madeBy: Maker;
}

/**
 * - `agrees`: what is predicted is what was observed;
 * - `differs`: it is not, seen twice;
 * - `new`: the prediction says that it is not established, and now it is;
 * - `not-tried`: `why` says why not.
 */
export type SituationVerdict = 'agrees' | 'differs' | 'new' | 'not-tried';

export interface SituationResult {
  readonly situation: SituationId;
  readonly title: string;
  readonly verdict: SituationVerdict;
  readonly predicted: Answer;
  readonly observed?: Observed;
  /** Why it was not tried. */
  readonly why?: string;
}

export interface KernelResult {
  readonly schemaVersion: 1;
  /** `findings` if something differs; `unknown` if nothing was tried, or what should have been was not. */
  readonly outcome: Outcome;
  readonly system: OperatingSystem;
  /** As `uname -r` says it. */
  readonly release: string;
  readonly method: KernelMethod;
  readonly situations: readonly SituationResult[];
  /** Verdict → how many situations have it. */
  readonly counts: Readonly<Record<SituationVerdict, number>>;
  readonly elapsedMs: number;
}
