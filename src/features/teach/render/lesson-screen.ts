import { widthOf } from '../../../output/cut-text.ts';
import { safeText } from '../../../output/safe-text.ts';
import { frame, type Room } from '../../../output/screen/frame.ts';
import type { Look } from '../../../output/screen/screen-program.ts';
import { wordEntryText } from '../../../output/word-entry.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import { labView } from '../lab-view.ts';
import type { LessonFrame } from '../lesson-frame.ts';
import { askedNow, isOpen, type LessonState, type PlayedScreen, screenNow, stepNow } from '../lesson-state.ts';
import { masksAt } from '../masks.ts';
import { type AskScreen, type LessonScreen, questionNumber } from '../prepared.ts';
import { choiceTexts, feedback, fieldNames, hintText, stepTexts } from './screen-parts.ts';
import { viewLines } from './view-lines.ts';

/** The window of a lesson. */
export function lessonScreen(state: LessonState, about: LessonFrame, look: Look): string[] {
  if (state.overlay === 'words') return wordsScreen(about, look);
  if (state.overlay === 'keys') return frame(title(about), '', KEYS, ['Esc back', 'q stop'], look);
  const now = state.earlier === undefined ? screenNow(state) : (state.screens[state.earlier] ?? { part: 'end' });
  if (now.part === 'end') return endScreen(state, about, look);
  const body = (room: Room): string[] => bodyLines(state, now, about, room, look);
  const head = now.part === 'earlier' ? `From ${safeText(now.from)}` : title(about);
  return frame(head, whereText(state, now, about), body, keysOf(state), look);
}

function title({ number, of, prepared: { lesson } }: LessonFrame): string {
  const which = number === undefined ? '' : `Lesson ${number} of ${of} · `;
  return `${which}${safeText(lesson.title)}`;
}

function whereText(state: LessonState, now: PlayedScreen, about: LessonFrame): string {
  if (now.part === 'end') return '';
  if (state.earlier !== undefined) return 'back at an earlier text';
  if (state.past !== undefined) return `back at step ${state.past}`;
  if (now.part === 'earlier') return `before this lesson · step ${stepNow(state)}`;
  if (now.part === 'again') return `once more, other numbers · step ${stepNow(state)}`;
  const { screens } = about.prepared;
  const index = screens.indexOf(now.screen);
  const { number, of } = questionNumber(screens, index);
  const part = now.screen.does === 'ask' ? `question ${number} of ${of}` : `part ${index + 1} of ${screens.length}`;
  return `${part} · step ${stepNow(state)}`;
}

/** The lab, and below it what is said or asked. */
function bodyLines(
  state: LessonState,
  now: Exclude<PlayedScreen, { part: 'end' }>,
  about: LessonFrame,
  room: Room,
  look: Look,
): string[] {
  const { screen } = now;
  const isEarlier = state.earlier !== undefined;
  const step = isEarlier
    ? screen.does === 'ask'
      ? screen.question.step
      : screen.step
    : (state.past ?? stepNow(state));
  const hides = !isEarlier && isOpen(state) && state.past === undefined;
  const screens = now.part === 'lesson' ? about.prepared.screens : [screen];
  const isAnswered = !isEarlier && state.past === undefined && screen.does === 'ask' && state.phase !== 'asked';
  const view = viewLines(labView(screen.lab, step, masksAt({ screens, screen, isOpen: hides, step })), room.width);
  const below = isEarlier
    ? earlierLines(screen)
    : state.past === undefined
      ? nowLines(state, screen)
      : stepTexts(screen, step);
  const text = below.flatMap((line, index) => {
    const lines = hanging(line, room.width);
    return index === 1 && isAnswered ? lines.map(paintOf(state, look)) : lines;
  });
  const gap = view.length + text.length + 1 <= room.rows ? [''] : [];
  return [...view, ...gap, ...text];
}

/** The line that says whether an answer is right. */
function paintOf({ tried, said }: LessonState, { paint }: Look): (line: string) => string {
  return said !== undefined && tried.includes(said) ? paint.strong : paint.good;
}

function nowLines(state: LessonState, screen: LessonScreen): string[] {
  if (screen.does === 'say') return [safeText(screen.text)];
  const said = feedback(screen, state).map(safeText);
  if (said.length > 0) return [safeText(screen.text), ...said];
  const hint = hintText(screen, state);
  return [safeText(screen.text), ...answerLines(state, screen), ...(hint === undefined ? [] : [safeText(hint)])];
}

function answerLines(state: LessonState, screen: AskScreen): string[] {
  if (screen.as === 'choice') return choiceTexts(screen, state.tried).map((text) => `  ${safeText(text)}`);
  const names = fieldNames(screen);
  const widest = Math.max(...names.map(widthOf));
  return names.map((name, index) => {
    const mark = names.length > 1 && index === state.field ? '>' : ' ';
    return ` ${mark} ${name.padEnd(widest)}  [${(state.typed[index] ?? '').padEnd(6, '_')}]`;
  });
}

function earlierLines(screen: LessonScreen): string[] {
  if (screen.does === 'say') return [safeText(screen.text)];
  const shown = feedback(screen, { phase: 'shown' } as LessonState);
  return [screen.text, ...shown].map(safeText);
}

/** A line that goes on below goes on as far to the right as its text began. */
function hanging(line: string, width: number): string[] {
  const [, lead = ''] = /^( *(?:\d {2}|[✓✗] )?)/.exec(line) ?? [];
  const lines = wrapText(line.slice(lead.length), width - lead.length);
  return lines.map((text, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + text);
}

function keysOf(state: LessonState): string[] {
  if (state.past !== undefined) return ['← back', '→ forward', 'Enter to where you were', 'q stop'];
  if (state.earlier !== undefined) return ['↑ earlier', '↓ later', 'Enter to where you were', 'q stop'];
  const asked = askedNow(state);
  const back = [...(stepNow(state) > 0 ? ['← look back'] : []), 'w words', '? keys', 'q stop'];
  if (asked === undefined || state.phase === 'right' || state.phase === 'shown') return ['Enter go on', ...back];
  const hint = state.hints < 3 ? `h hint (${state.hints} of 3)` : 'h show the answer';
  if (state.phase === 'wrong') return ['Enter try once more', hint, ...back];
  const count = asked.question.choices.length;
  const answer = asked.as === 'choice' ? [`1-${count} answer`] : ['0-9 type', 'Enter answer'];
  return [...answer, hint, ...back];
}

const KEYS = [
  'Enter     go on, or give the answer that is typed',
  '1 to 9    choose an answer',
  '0 to 9    type a number; Backspace takes a digit back; Tab goes to the next',
  'h         a hint; there are three, and then the answer',
  '← →       look back at the steps of the lab, and forward again',
  '↑ ↓       look back at what the lesson has said, and forward again',
  'w         what the words mean',
  'q         stop: the lesson goes on here the next time',
  '',
  'In the table, ? is what is still to be predicted, and > the link of this step.',
];

function wordsScreen(about: LessonFrame, look: Look): string[] {
  const body = ({ width, rows }: Room): string[] => {
    const entries = about.words();
    if (entries.length === 0) return ['This lesson names no words. niostat explain lists all words.'];
    const full = entries.flatMap((entry) => [
      ...wordEntryText(entry, { width, paint: look.paint }).split('\n').map(safeText),
      '',
    ]);
    if (full.length <= rows) return full;
    const short = entries.flatMap(({ word, meaning }) => hanging(safeText(`${word}: ${meaning}`), width));
    const rest = ['', 'niostat explain WORD says more.'];
    return short.length + rest.length <= rows ? [...short, ...rest] : short;
  };
  return frame(title(about), 'words', body, ['Esc back', 'q stop'], look);
}

function endScreen(state: LessonState, about: LessonFrame, look: Look): string[] {
  const body = ({ width }: Room): string[] => endLines(state, about).flatMap((line) => hanging(line, width));
  return frame(title(about), 'done', body, ['Enter leave', 'w words', 'q leave'], look);
}

/** What the lesson comes to, and what to do next. */
export function endLines(_state: LessonState, { prepared: { summary }, next }: LessonFrame): string[] {
  return ['This lesson is done.', '', ...(summary === undefined ? [] : [safeText(summary), '']), ...next.map(safeText)];
}
