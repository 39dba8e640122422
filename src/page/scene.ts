import type { Generation } from '../core/kernel/dynamips-version.ts';
import type { AllocatorName } from '../core/lab/lab.ts';
import type { LabModel } from '../core/model/lab-model.ts';
import type { TraceEvent } from '../core/trace/trace-event.ts';
import type { TraceState } from '../core/trace/trace-state.ts';
import type { CheckResult } from '../features/check/check.ts';
import type { SimulateResult } from '../features/simulate/simulate.ts';
import type { PageData } from '../output/page/page-data.ts';
import type { QuizProgress } from './quiz/quiz-progress.ts';

/** What the reader has chosen: what the fragment of the address keeps. */
export interface Choices {
  /** Steps from the start; one more than there are is the last. */
  readonly step: number;
  /** Absent: as the lab says. */
  readonly generation?: Generation;
  readonly allocator?: AllocatorName;
  /** Ids of the panels that are open. */
  readonly open: ReadonlySet<string>;
  readonly isQuiz: boolean;
  /** Absent until something is answered. */
  readonly quiz?: QuizProgress;
  /** In the playground: all ports are covered until one is typed. */
  readonly isPredicting?: boolean;
  /** Large letters for a projector. */
  readonly isLarge: boolean;
  readonly isPlaying: boolean;
  /** How many seconds playing stays at a step. */
  readonly pace: number;
  /** With `plan`: the lab as it will be. */
  readonly isAfter: boolean;
  /** With `links`: the lab as it should be, step by step; else what was seen. */
  readonly isExpected: boolean;
  /** True in the window of a phone: the picture is laid out upright. */
  readonly isNarrow?: boolean;
  /** The page of the table, from 0; below 0 it is the one with what happens at this step. */
  readonly tablePage: number;
  /** The page of the table of consoles, from 0. */
  readonly consolesPage?: number;
  /** What was typed to find an end, a port or a router. */
  readonly find: string;
}

/** All that a view reads: values, made anew when a choice changes. */
export interface Scene {
  readonly data: PageData;
  readonly choices: Choices;
  readonly model: LabModel;
  /** Those that the page shows now. */
  readonly generation: Generation;
  readonly allocator: AllocatorName;
  /** How many steps there are; the last one is the lab as it runs. */
  readonly lastStep: number;
  /** True if there are more steps than can be gone through: the last one leaps over the rest. */
  readonly isCut?: boolean;
  readonly state: TraceState;
  /** What happened at this step. */
  readonly events: readonly TraceEvent[];
  /** The step after this one: what a quiz asks about. Absent at the last step. */
  readonly next?: { readonly events: readonly TraceEvent[]; readonly state: TraceState };
  /** The lab when everything has happened. */
  readonly end: TraceState;
  readonly simulation: SimulateResult;
  readonly check: CheckResult;
}
