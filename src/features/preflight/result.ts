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
  /** Names and numbers by which it is known again in a later run; absent where only the message says them. */
  readonly about?: readonly string[];
  readonly location?: Location;
  /** Where one cause may be behind several details: details whose causes have one id are told once. */
  readonly cause?: Cause;
  /** Names of the labs that it is about, where it has no location and there are several labs. */
  readonly labs?: readonly string[];
}

/** What several details have in common, of one question or of several. */
export interface Cause {
  /** The same for all details of this cause, such as `pid 812`. */
  readonly id: string;
  /** What is wrong, as the beginning of a sentence that ends with the items. */
  readonly title: string;
  /** What this detail adds to it; two details may name the same. */
  readonly items: readonly CauseItem[];
}

export interface CauseItem {
  /** Such as `UDP 10000`. */
  readonly what: string;
  /** More about it, such as `R1 f0/0`. */
  readonly note?: string;
}

export interface Answer {
  readonly state: AnswerState;
  /** The answer in one line. */
  readonly summary: string;
  readonly details: readonly PreflightDetail[];
  /** The command that says more, or mends it. */
  readonly next?: string;
  /** Where more than one command does it: all of them, the first being `next`. */
  readonly commands?: readonly string[];
  /** False if `next` says more and mends nothing. */
  readonly isMended?: boolean;
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
  /** The command lines of the next step, in their order; absent if no command does it. */
  readonly commands?: readonly string[];
  /** What is to be done after that, in a sentence. */
  readonly afterwards?: string;
  readonly elapsedMs: number;
}
