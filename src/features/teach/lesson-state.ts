import type { Answer } from '../../core/teach/moment.ts';
import type { AskScreen, LessonScreen } from './prepared.ts';

/** A screen of a lesson as it is played. */
export type PlayedScreen =
  /** A screen of the lesson itself. */
  | { readonly part: 'lesson'; readonly screen: LessonScreen }
  /** A question of this lesson that was missed, with other numbers. */
  | { readonly part: 'again'; readonly screen: AskScreen; readonly lesson: string }
  /** One that was missed in an earlier lesson, its id; `from` names that lesson to the student. */
  | { readonly part: 'earlier'; readonly screen: AskScreen; readonly lesson: string; readonly from: string }
  | { readonly part: 'end' };

/**
 * - `read`: a text, until it is read;
 * - `asked`: a question that waits for an answer;
 * - `wrong`: an answer was wrong and may be tried once more, so the screen stands where it stood;
 * - `right`: the answer was given; `shown`: it was shown. The screen stands at the step that shows it.
 */
export type Phase = 'read' | 'asked' | 'wrong' | 'right' | 'shown';

/** Where a student is in a lesson. A value. */
export interface LessonState {
  readonly screens: readonly PlayedScreen[];
  /** Place in `screens`. */
  readonly at: number;
  readonly phase: Phase;
  /** Hints that were asked for, 0 to 3. */
  readonly hints: number;
  /** What is typed so far, a text for each number that is asked for. */
  readonly typed: readonly string[];
  /** The number that is being typed. */
  readonly field: number;
  /** The last answer, with `wrong` and `right`, and with `shown` where that was wrong for the last time. */
  readonly said: Answer | undefined;
  /** Wrong answers to the question of this screen. */
  readonly tried: readonly Answer[];
  /** A step of the trace that is looked back at. */
  readonly past: number | undefined;
  /** A screen that is looked back at. */
  readonly earlier: number | undefined;
  readonly overlay: 'words' | 'keys' | undefined;
  /** Questions of this lesson that were missed, by their pointers. */
  readonly missed: readonly string[];
  /** Questions of earlier lessons that came again and were answered at once, as `LESSON POINTER`. */
  readonly settled: readonly string[];
  /** Beliefs that wrong answers have shown. */
  readonly met: readonly string[];
  readonly isDone: boolean;
}

/** These screens at their beginning; who opens one says its phase. */
export function freshState(screens: readonly PlayedScreen[]): LessonState {
  return {
    screens,
    at: 0,
    phase: 'read',
    hints: 0,
    typed: [],
    field: 0,
    said: undefined,
    tried: [],
    past: undefined,
    earlier: undefined,
    overlay: undefined,
    missed: [],
    settled: [],
    met: [],
    isDone: false,
  };
}

/** The screen where the student is. */
export function screenNow({ screens, at }: LessonState): PlayedScreen {
  return screens[at] ?? { part: 'end' };
}

/** The question that is on the screen, if there is one. */
export function askedNow(state: LessonState): AskScreen | undefined {
  const now = screenNow(state);
  return now.part !== 'end' && now.screen.does === 'ask' ? now.screen : undefined;
}

/** True as long as the question on the screen waits for its answer: what it asks for is hidden. */
export function isOpen({ phase }: LessonState): boolean {
  return phase === 'asked' || phase === 'wrong';
}

/** The furthest step that the screen may show; 0 at the end of the lesson. */
export function stepNow(state: LessonState): number {
  const now = screenNow(state);
  if (now.part === 'end') return 0;
  const { screen } = now;
  const isSeen = screen.does === 'ask' && !isOpen(state);
  return isSeen ? screen.question.step : screen.step;
}
