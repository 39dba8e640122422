import type { WordEntry } from '../../core/words/vocabulary.ts';
import type { PlayedScreen } from './lesson-state.ts';
import type { PreparedLesson } from './prepared.ts';

/** What a lesson that is played knows of itself. */
export interface LessonFrame {
  readonly prepared: PreparedLesson;
  /** Its number among the lessons that come with niostat; absent for a file of the user. */
  readonly number: number | undefined;
  readonly of: number;
  /** What to do afterwards: sentences with commands. */
  readonly next: readonly string[];
  /** The entries of its words; read when they are asked for. */
  words(): readonly WordEntry[];
  /** Makes a question that was missed again, with other numbers. */
  askAgain(pointer: string): PlayedScreen | undefined;
}

/** Where a lesson is taken up. */
export interface LessonStart {
  /** Questions of earlier lessons that come first. */
  readonly earlier: readonly PlayedScreen[];
  /** The screen of the lesson where it goes on: the pointer of its step. */
  readonly at: string | undefined;
  readonly missed: readonly string[];
  readonly met: readonly string[];
}
