import type { Severity } from '../../core/checks/finding.ts';
import type { Location } from '../../core/lab/lab.ts';
import type { Outcome } from '../../core/outcome.ts';

/** `unknown`: the world would not let us know; `skipped`: not asked, or there was nothing to ask. */
export type AnswerState = 'ok' | 'warning' | 'failed' | 'unknown' | 'skipped';

/** Something that an answer rests on. */
export interface PreflightDetail {
  readonly severity: Severity;
  readonly message: string;
  /** What to do, in one sentence. */
  readonly remedy?: string;
  /** Stable, for programs: the id of a check, or the slug of what a probe has found. */
  readonly rule?: string;
  readonly location?: Location;
}

export interface Answer {
  readonly state: AnswerState;
  /** The answer in one line. */
  readonly summary: string;
  readonly details: readonly PreflightDetail[];
  /** The command that says more, or mends it. */
  readonly next?: string;
}

export interface PreflightAnswer extends Answer {
  /** Stable, for --only and --skip. */
  readonly id: string;
  readonly title: string;
  readonly elapsedMs: number;
}

export interface PreflightResult {
  readonly schemaVersion: 1;
  /** `unknown` if something could not be known; `findings` if something is wrong. */
  readonly outcome: Outcome;
  readonly labs: readonly { readonly name: string; readonly file: string }[];
  /** In the order of the questions. */
  readonly answers: readonly PreflightAnswer[];
  /** What to do next, as a command line or a sentence. */
  readonly next: string;
  readonly elapsedMs: number;
}
