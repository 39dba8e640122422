import type { LessonState } from './lesson-state.ts';
import { screenNow } from './lesson-state.ts';

/** What is kept of a lesson: no points, and no answers. */
export interface LessonProgress {
  readonly seed: string;
  readonly isDone: boolean;
  /** The pointer of the step where it goes on. */
  readonly at: string | undefined;
  /** Questions that were missed, by the pointers of their steps. */
  readonly missed: readonly string[];
  /** Beliefs that wrong answers have shown. */
  readonly met: readonly string[];
}

/** Where progress is kept: the file of a student, or nothing that outlives the run. */
export interface KeptProgress {
  get(key: string): unknown;
  keys(): readonly string[];
  change(key: string, change: (kept: unknown) => unknown): void;
}

/** Of what begins so progress is kept here. */
export const LESSON_KEY = 'lesson/';

export function lessonKey(id: string): string {
  return `${LESSON_KEY}${id}`;
}

/** The same of a lesson in a file of the user, by its whole path. */
export function fileKey(path: string): string {
  return `${LESSON_KEY}file:${path}`;
}

/** What is kept of a lesson; undefined where that is nothing, or nothing that can be understood. */
export function lessonProgress(kept: unknown): LessonProgress | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { seed, isDone, at, missed, met } = kept as Record<string, unknown>;
  if (typeof seed !== 'string') return undefined;
  return {
    seed,
    isDone: isDone === true,
    at: typeof at === 'string' ? at : undefined,
    missed: texts(missed),
    met: texts(met),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Keeps where a student is; only what has changed since `before` is written. */
export function keepProgress(
  kept: KeptProgress,
  key: string,
  seed: string,
  state: LessonState,
  before: LessonState | undefined,
): void {
  const isSame =
    before !== undefined &&
    before.at === state.at &&
    before.missed === state.missed &&
    before.met === state.met &&
    before.isDone === state.isDone;
  if (!isSame) kept.change(key, (old) => ownProgress(seed, state, lessonProgress(old)));
  for (const text of state.settled.filter((one) => before?.settled.includes(one) !== true)) {
    const [lesson = '', pointer = ''] = text.split(' ');
    kept.change(lessonKey(lesson), (old) => {
      const progress = lessonProgress(old);
      return progress && { ...progress, missed: progress.missed.filter((one) => one !== pointer) };
    });
  }
}

/** A lesson that was done once stays done. */
function ownProgress(seed: string, state: LessonState, old: LessonProgress | undefined): LessonProgress {
  const now = screenNow(state);
  const own = state.missed.filter((one) => !one.includes(' '));
  return {
    seed,
    isDone: state.isDone || old?.isDone === true,
    at: state.isDone ? undefined : now.part === 'lesson' ? now.screen.pointer : undefined,
    missed: own,
    met: [...state.met],
  };
}
