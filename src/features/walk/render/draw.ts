import { offeredAllocators } from '../../../core/model/offered-allocators.ts';
import { ALLOCATOR_WORDS } from '../../../core/text/allocator-words.ts';
import { GENERATION_WORDS } from '../../../core/text/generation-words.ts';
import { toneOf } from '../../../core/trace/tone-of-step.ts';
import type { Paint } from '../../../output/paint.ts';
import { frame, type Room } from '../../../output/screen/frame.ts';
import type { Look } from '../../../output/screen/screen-program.ts';
import { socketRows } from '../../../output/screen/socket-rows.ts';
import { shortTitle } from '../../../output/short-name.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { WalkShown, WalkState } from '../walk-state.ts';
import type { Way } from '../ways.ts';
import { consoleRows } from './console-rows.ts';
import { hypervisorRows } from './hypervisor-rows.ts';
import { KEY_LINES } from './key-lines.ts';
import { saidAt } from './said.ts';
import { stepTitle } from './step-title.ts';
import { whyLines } from './why-lines.ts';

/** The window of a walk: where ports come from, the sockets so far, and what happens at this step and why. */
export function drawWalk(shown: WalkShown, state: WalkState, look: Look): string[] {
  const way = shown.wayOf(state);
  const step = Math.min(state.step, way.lastStep);
  const title = `walk  ${labNames(way)}\n${stepTitle(way, step)}${state.isPlaying ? ' · playing' : ''}`;
  const body = (room: Room): string[] => bodyOf(shown, { ...state, step }, room, look.paint);
  return frame(title, wayText(way), body, keysOf(way, state), look);
}

/** `One base, two hypervisors`; of several labs all names. */
export function labNames({ model }: Way): string {
  return model.labs.map(({ name }) => shortTitle(name)).join(' + ');
}

/** Who gives the ports, and which Dynamips runs. */
export function wayText({ allocator, generation }: Way): string {
  return `${ALLOCATOR_WORDS[allocator]} · Dynamips ${GENERATION_WORDS[generation]}`;
}

function bodyOf(shown: WalkShown, state: WalkState, room: Room, paint: Paint): string[] {
  const way = shown.wayOf(state);
  switch (state.view) {
    case 'keys':
      return scrolled(KEY_LINES, state.scroll, room.rows);
    case 'why':
      return scrolled(
        whyLines(way, state.step, shown.vocabulary(), { width: room.width, paint }),
        state.scroll,
        room.rows,
      );
    case 'steps':
      return stepBody(way, state, room, paint);
  }
}

/** Lines of a text from one on; the last ones fill the window. */
function scrolled(lines: readonly string[], scroll: number, rows: number): string[] {
  if (lines.length <= rows) return [...lines];
  const first = Math.max(0, Math.min(scroll, lines.length - (rows - 1)));
  const shown = lines.slice(first, first + rows - 1);
  return [...shown, `(lines ${first + 1} to ${first + shown.length} of ${lines.length})`];
}

/** So many lines the sockets have at the least, and other things at the most. */
const ROOM = { sockets: 5, hypervisors: 6 };

function stepBody(way: Way, state: WalkState, { width, rows }: Room, paint: Paint): string[] {
  const now = way.stateAt(state.step);
  const hypervisors = hypervisorRows(now, { width, rows: Math.min(ROOM.hypervisors, Math.floor(rows / 3)) });
  const said = saidLines(way, state, { width, rows: rows - hypervisors.length - 2 - ROOM.sockets }, paint);
  const left = rows - hypervisors.length - said.length - 2;
  const tables = tablesOf(way, { ...state, step: now.step }, { width, rows: Math.max(0, left) });
  return [...hypervisors, '', ...tables, ...Array<string>(Math.max(0, left - tables.length)).fill(''), '', ...said];
}

/** The sockets; before there are any, the consoles. */
function tablesOf(way: Way, { step, scroll }: WalkState, { width, rows }: Room): string[] {
  const before = step === 0 ? undefined : way.stateAt(step - 1);
  const sockets = socketRows({ state: way.stateAt(step), before, shift: scroll }, { width, rows });
  if (step > 0) return sockets;
  const left = rows - sockets.length - 1;
  return [...sockets, '', ...consoleRows(way.model, { width, rows: Math.min(left, MOST_CONSOLES) })].slice(0, rows);
}

/** Lines of consoles. */
const MOST_CONSOLES = 12;

/** What happens, whole sentences; and below it what is typed, or was said about the last key. */
function saidLines(way: Way, state: WalkState, { width, rows }: Room, paint: Paint): string[] {
  const tone = toneOf(way.eventsAt(state.step));
  const note = state.note === undefined ? [] : wrapText(state.note, width).map(paint.warn);
  const room = Math.max(1, rows - note.length);
  const lines: string[] = [];
  const sentences = saidAt(way, state.step);
  for (const [index, sentence] of sentences.entries()) {
    const folded = wrapText(sentence, width);
    const isLast = index === sentences.length - 1;
    if (lines.length > 0 && lines.length + folded.length + (isLast ? 0 : 1) > room) {
      lines.push(`… w says the rest: ${sentences.length - index} more`);
      break;
    }
    lines.push(...folded.map((line) => (index === 0 && tone !== undefined ? paint[tone](line) : line)));
  }
  return [...lines, ...note];
}

function keysOf(way: Way, state: WalkState): string[] {
  if (state.typed !== undefined) return [`Find: ${state.typed}_`, 'Enter go there', 'Esc stop'];
  if (state.view !== 'steps') return ['→ next', '← back', '↑↓ more lines', 'q back to the step'];
  const other = way.generation === 'from-0.2.18' ? 'before-0.2.18' : 'from-0.2.18';
  return [
    '→ next',
    '← back',
    `g ${GENERATION_WORDS[other]}`,
    ...(offeredAllocators(way.model).length > 1 ? ['a rules'] : []),
    state.sought === undefined ? '/ find' : '/ n find',
    'w why',
    '? keys',
    'q quit',
  ];
}
