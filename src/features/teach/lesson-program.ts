import type { ScreenProgram } from '../../output/screen/screen-program.ts';
import type { LessonFrame, LessonStart } from './lesson-frame.ts';
import { opened, pressed } from './lesson-keys.ts';
import { askedNow, freshState, isOpen, type LessonState, type PlayedScreen } from './lesson-state.ts';
import type { PreparedLesson } from './prepared.ts';
import { lessonScreen } from './render/lesson-screen.ts';
import { lessonTold } from './render/lesson-told.ts';

/** A lesson as a program for a window: a function of keys. */
export function lessonProgram(about: LessonFrame, from: LessonStart): ScreenProgram<LessonState> {
  const { prepared } = about;
  const rules = { askAgain: (pointer: string) => about.askAgain(pointer), again: prepared.lesson.again };
  return {
    start: startState(prepared, from),
    press: (state, key) => pressed(state, key, rules),
    draw: (state, look) => lessonScreen(state, about, look),
    tell: (state, before) => lessonTold(state, before, about),
    takes: (state) => {
      const asked = askedNow(state);
      return asked !== undefined && asked.as !== 'choice' && isOpen(state) ? 'number' : undefined;
    },
  };
}

function startState({ screens: own }: PreparedLesson, { earlier, at, missed, met }: LessonStart): LessonState {
  const played = own.map((screen): PlayedScreen => ({ part: 'lesson', screen }));
  const found = own.findIndex(({ pointer }) => pointer === at);
  // Who goes on in the middle was asked already.
  const before = found > 0 ? [] : earlier;
  const screens: PlayedScreen[] = [...before, ...played, { part: 'end' }];
  return opened({ ...freshState(screens), missed, met }, found > 0 ? found : 0);
}
