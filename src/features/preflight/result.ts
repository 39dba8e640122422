import type { Severity } from '../../core/checks/finding.ts';
import type { Location } from '../../core/lab/lab.ts';
import type { Outcome } from '../../core/outcome.ts';

/**
 * The most urgent first. `unknown`: the world would not let us know; `skipped`: not asked, or there was
 * nothing to ask.
 */
export const ANSWER_STATES = ['failed', 'unknown', 'warning', 'ok', 'skipped'] as const;

export type AnswerState = (typeof ANSWER_STATES)[number];

type WithState = { readonly state: AnswerState };

/** True if an answer makes the exit code 1. */
export function isBad({ state }: WithState): boolean {
  return state === 'failed' || state === 'warning';
}

/** True if there is something to do about an answer: something is wrong, or not known. */
export function isTrouble(answer: WithState): boolean {
  return isBad(answer) || answer.state === 'unknown';
}

/** How often each state is the answer, in the order in which the states come up. */
export function countStates(answers: readonly WithState[]): ReadonlyMap<AnswerState, number> {
  const counts = new Map<AnswerState, number>();
  for (const { state } of answers) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

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
