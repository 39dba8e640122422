import { widthOf } from '../../../output/cut-text.ts';
import { NO_PAINT } from '../../../output/paint.ts';
import type { LessonFrame } from '../lesson-frame.ts';
import { opened } from '../lesson-keys.ts';
import { freshState, type LessonState, type PlayedScreen } from '../lesson-state.ts';
import type { StepProblem } from '../prepare.ts';
import type { LessonScreen, PreparedLesson } from '../prepared.ts';
import { lessonScreen } from '../render/lesson-screen.ts';

/** The window that every lesson fits. */
const COLUMNS = 80;
const ROWS = 24;

/** So high that nothing is left out. */
const ALL_ROWS = 200;

/** Draws every screen that a student can get to, and tells those that do not fit 80 x 24. */
export function screenProblems(prepared: PreparedLesson): StepProblem[] {
  const about: LessonFrame = {
    prepared,
    number: 12,
    of: 12,
    next: ['Next: niostat teach practice'],
    words: () => [],
    askAgain: () => undefined,
  };
  const screens: PlayedScreen[] = prepared.screens.map((screen) => ({ part: 'lesson', screen }));
  const fresh = freshState([...screens, { part: 'end' }]);
  return prepared.screens.flatMap((screen, index) => {
    const tallest = Math.max(...statesOf(opened(fresh, index), screen).map((state) => rowsOf(state, about)));
    if (tallest <= ROWS) return [];
    const message = `this screen takes ${tallest} lines of ${COLUMNS} columns, and a window may have ${ROWS}: use a smaller lab or a shorter text`;
    return [{ pointer: screen.pointer, message }];
  });
}

/** The screen as it is read, with each hint, with each wrong answer, and with the right one. */
function statesOf(start: LessonState, screen: LessonScreen): LessonState[] {
  if (screen.does === 'say') return [start];
  const { right, wrong } = screen.question;
  const answered = wrong.flatMap(({ answer }): LessonState[] => [
    { ...start, phase: 'wrong', said: answer, hints: 1 },
    { ...start, phase: 'shown', said: answer },
  ]);
  const hinted = [1, 2, 3].map((hints): LessonState => ({ ...start, hints }));
  return [start, ...hinted, ...answered, { ...start, phase: 'right', said: right }, { ...start, phase: 'shown' }];
}

/** How many lines a state needs: those of a high window, without the empty ones above its foot. */
function rowsOf(state: LessonState, about: LessonFrame): number {
  const lines = lessonScreen(state, about, { columns: COLUMNS, rows: ALL_ROWS, paint: NO_PAINT });
  const foot = lines.findLastIndex((line) => line.startsWith('─'));
  const last = lines.slice(0, foot).findLastIndex((line) => line !== '');
  const widest = Math.max(...lines.map(widthOf));
  return widest > COLUMNS ? ALL_ROWS : last + 1 + (lines.length - foot);
}
