import type { Paint } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import { frame, type Room } from '../../../output/screen/frame.ts';
import type { Look } from '../../../output/screen/screen-program.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { PracticeState } from '../session.ts';
import {
  costText,
  hintTexts,
  keysOf,
  mendTexts,
  newsTexts,
  placeText,
  questionTexts,
  storyTexts,
  taskTexts,
} from './practice-texts.ts';
import { consoleLines, goalLines, linkLines, programLines } from './seen-tables.ts';

/** The window of a practice. */
export function drawPractice(state: PracticeState, look: Look): string[] {
  const { exercise, seed } = state.about;
  return frame(
    `practice  ${safeText(exercise)} · seed ${safeText(seed)}`,
    costText(state),
    (room) => bodyOf(state, room, look.paint),
    keysOf(state),
    look,
  );
}

function bodyOf(state: PracticeState, room: Room, paint: Paint): string[] {
  switch (state.panel) {
    case 'work':
      return workLines(state, room, paint);
    case 'task':
      return wrapped([...taskTexts(state), placeText(state), '', ...hintTexts(state)], room);
    case 'links':
      return wrapped(storyTexts(state), room);
    case 'mend':
      return wrapped(mendTexts(state), room);
    case 'first file?':
    case 'give up?':
      return wrapped(questionTexts(state), room);
  }
}

/**
 * The task, where to edit, goals, links, and what has happened last. Where there is no room for all, links
 * give way as long as nothing was done, and later the task.
 */
function workLines(state: PracticeState, room: Room, paint: Paint): string[] {
  const task = [...wrapped(taskTexts(state), room), ''];
  const withTask = seenLines(state, { ...room, rows: room.rows - task.length }, paint);
  const isNew = state.acts.every((act) => act.do === 'start' || act.do === 'goals');
  return isNew || withTask.isWhole ? [...task, ...withTask.lines] : seenLines(state, room, paint).lines;
}

/** `isWhole`: every link has its line. */
function seenLines(state: PracticeState, room: Room, paint: Paint): { lines: string[]; isWhole: boolean } {
  const before = [...wrapped([placeText(state)], room), ...goalLines(state.goals, paint)];
  const after = [...consoleLines(state, paint), ...programLines(state, paint), ...wrapped(newsTexts(state), room)];
  const left = room.rows - before.length - after.length;
  const lines = [...before, ...linkLines(state, left, paint), ...after];
  return { lines, isWhole: (state.sight?.links.length ?? 0) <= left - 1 };
}

function wrapped(texts: readonly string[], { width }: Pick<Room, 'width'>): string[] {
  return texts.flatMap((text) => wrapText(text, width));
}
