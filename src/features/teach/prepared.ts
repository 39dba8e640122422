import type { Question } from '../../core/teach/question.ts';
import type { AskStep, Lesson } from './lesson.ts';
import type { PlayedLab } from './played-lab.ts';
import type { Values } from './vary-lab.ts';

/** A lesson with the numbers of a seed: every screen of it. */
export interface PreparedLesson {
  readonly lesson: Lesson;
  readonly seed: string;
  readonly screens: readonly LessonScreen[];
  readonly summary: string | undefined;
}

export type LessonScreen = SayScreen | AskScreen;

/** What the screen of a step stands on. */
export interface Stand {
  /** `/steps/3` of the lesson file. */
  readonly pointer: string;
  readonly lab: PlayedLab;
  /** Equal for screens of one lab that is played in one way. */
  readonly labKey: string;
  readonly values: Values;
  /** The step of the trace that is shown. */
  readonly step: number;
}

export interface SayScreen extends Stand {
  readonly does: 'say';
  readonly text: string;
}

export interface AskScreen extends Stand {
  readonly does: 'ask';
  readonly asked: AskStep;
  readonly question: Question;
  readonly as: 'choice' | 'number' | 'table';
  readonly text: string;
  readonly hints: readonly [string, string, string];
  /** Why the right answer is right; absent where the lesson says nothing of it. */
  readonly because: string | undefined;
}

/** The number of a question among those of its lesson, from 1, and how many there are. */
export function questionNumber(screens: readonly LessonScreen[], index: number): { number: number; of: number } {
  const isAsk = ({ does }: LessonScreen): boolean => does === 'ask';
  return { number: screens.slice(0, index + 1).filter(isAsk).length, of: screens.filter(isAsk).length };
}
