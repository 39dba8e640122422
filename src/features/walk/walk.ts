import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { AllocatorName, Lab } from '../../core/lab/lab.ts';
import type { Assumptions } from '../../core/model/assumptions.ts';
import { offeredAllocators } from '../../core/model/offered-allocators.ts';
import type { WordEntry } from '../../core/words/vocabulary.ts';
import type { Key, ScreenProgram } from '../../output/screen/screen-program.ts';
import { findStep } from './find-step.ts';
import { drawWalk } from './render/draw.ts';
import { tellWalk } from './render/tell.ts';
import type { WalkState } from './walk-state.ts';
import { type Way, Ways } from './ways.ts';

/** What is walked through. */
export interface Walked {
  /** Labs that run at once, started in this order. */
  readonly labs: readonly Lab[];
  readonly assumptions: Assumptions;
  /** The words that can be explained; read when somebody asks why. */
  readonly vocabulary: () => readonly WordEntry[];
}

/** A walk through labs, step by step. */
export interface Walk {
  readonly program: ScreenProgram<WalkState>;
  /** The labs as they are said to run, for one step that is printed. */
  readonly way: Way;
}

/** The steps of labs, forward and back, as a function of keys. Throws `InputError` as `LabModel.of` does. */
export function walk({ labs, assumptions, vocabulary }: Walked): Walk {
  const ways = new Ways(labs, assumptions);
  const start: WalkState = { step: 0, isPlaying: false, view: 'steps', scroll: 0 };
  const shown = { vocabulary: kept(vocabulary), wayOf: (state: WalkState) => ways.of(state) };
  return {
    way: ways.of(start),
    program: {
      start,
      press: (state, key) => pressed(ways, state, key),
      takes: ({ typed }) => (typed === undefined ? undefined : 'text'),
      draw: (state, look) => drawWalk(shown, state, look),
      tell: (state, before) => tellWalk(shown, state, before),
    },
  };
}

/** The state when a moment has passed: a step further while it plays, until the last one. */
export function ticked({ program }: Walk, state: WalkState): WalkState {
  if (!state.isPlaying) return state;
  const next = program.press(state, 'right') ?? state;
  // At the last step nothing moves, and playing has stopped.
  return next.step === state.step ? next : { ...next, isPlaying: program.press(next, 'right')?.step !== next.step };
}

function kept<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function pressed(ways: Ways, state: WalkState, key: Key): WalkState | undefined {
  if (state.typed !== undefined) return typing(ways, state, state.typed, key);
  if (state.view !== 'steps') {
    if (['q', 'escape', 'enter', state.view === 'why' ? 'w' : '?'].includes(key)) return steps(state);
    const scrolled = scrolling(ways.of(state), state, key);
    if (scrolled !== undefined) return scrolled;
  }
  return going(ways.of(state), state, key) ?? choosing(ways, state, key);
}

/** The state at the steps, with nothing on top of them. */
function steps(state: WalkState): WalkState {
  return { ...bare(state), view: 'steps' };
}

/** Without what was said about the last key. */
function bare({ note: _, ...state }: WalkState): WalkState {
  return { ...state, isPlaying: false, scroll: 0 };
}

/** Lines that a key moves what is longer than the window. */
const SCROLLS: Readonly<Record<string, number>> = { up: -1, down: 1, 'page up': -10, 'page down': 10 };

/** Within what there is, so that a key too many needs no key back. */
function scrolling(way: Way, state: WalkState, key: Key): WalkState | undefined {
  const by = SCROLLS[key];
  if (by === undefined) return undefined;
  const { length } = way.stateAt(state.step).sockets;
  const [least, most] = state.view === 'steps' ? [-length, length] : [0, MOST_TEXT_LINES];
  return { ...bare(state), scroll: Math.min(Math.max(least, state.scroll + by), most) };
}

/** No text of a step and its words is longer. */
const MOST_TEXT_LINES = 200;

/** Keys that go to another step; undefined for other keys. */
function going(way: Way, state: WalkState, key: Key): WalkState | undefined {
  const { lastStep } = way;
  const here = Math.min(state.step, lastStep);
  const to = (step: number): WalkState => {
    const at = Math.min(Math.max(0, step), lastStep);
    if (at !== here) return { ...steps(state), step: at };
    return { ...steps(state), step: at, note: step > here ? 'This is the last step.' : 'This is the first step.' };
  };
  switch (key) {
    case 'right':
    case 'enter':
      return to(here + 1);
    case 'left':
      return to(here - 1);
    case 'shift+right':
      return to(here === lastStep ? here + 1 : way.linkStep(here, 1));
    case 'shift+left':
      return to(here === 0 ? -1 : way.linkStep(here, -1));
    case 'home':
      return { ...steps(state), step: 0 };
    case 'end':
      return { ...steps(state), step: lastStep };
    case 'space':
      if (state.isPlaying) return steps(state);
      return { ...steps(state), step: here === lastStep ? 0 : here, isPlaying: lastStep > 0 };
    default:
      return undefined;
  }
}

function choosing(ways: Ways, state: WalkState, key: Key): WalkState | undefined {
  const way = ways.of(state);
  switch (key) {
    case 'g':
      return switched(ways, state, { generation: otherGeneration(way.generation) });
    case 'a':
      return switched(ways, state, { allocator: nextAllocator(way) });
    case '/':
      return { ...steps(state), typed: '' };
    case 'n':
      return state.sought === undefined ? { ...steps(state), typed: '' } : sought(way, steps(state), state.sought);
    case 'w':
      return { ...bare(state), view: 'why' };
    case '?':
      return { ...bare(state), view: 'keys' };
    case 'q':
    case 'escape':
      return undefined;
    default:
      return scrolling(way, state, key) ?? state;
  }
}

function otherGeneration(generation: Generation): Generation {
  return generation === 'from-0.2.18' ? 'before-0.2.18' : 'from-0.2.18';
}

function nextAllocator({ model, allocator }: Way): AllocatorName {
  const offered = offeredAllocators(model);
  return offered[(offered.indexOf(allocator) + 1) % offered.length] ?? allocator;
}

/** The same moment where the labs run in another way; who stands at the end stays there. */
function switched(ways: Ways, state: WalkState, choice: Pick<WalkState, 'generation' | 'allocator'>): WalkState {
  const way = ways.of(state);
  const next = { ...steps(state), ...choice };
  const other = ways.of(next);
  if (state.step >= way.lastStep) return { ...next, step: other.lastStep };
  return { ...next, step: other.stepOf(way.anchorOf(state.step)) };
}

/** Keys while something to find is typed. */
function typing(ways: Ways, state: WalkState, typed: string, key: Key): WalkState {
  const { typed: _, ...done } = state;
  if (key === 'escape') return steps(done);
  if (key === 'enter') {
    const what = typed.trim() === '' ? state.sought : typed.trim();
    return what === undefined ? steps(done) : sought(ways.of(state), steps(done), what);
  }
  if (key === 'backspace') return { ...state, typed: [...typed].slice(0, -1).join('') };
  const character = key === 'space' ? ' ' : key;
  // Names of other keys, such as `left`, have more than one character.
  return [...character].length === 1 && typed.length < LONGEST_TYPED ? { ...state, typed: typed + character } : state;
}

const LONGEST_TYPED = 60;

function sought(way: Way, state: WalkState, what: string): WalkState {
  const step = findStep(way, what, state.step);
  if (step === undefined) return { ...state, sought: what, note: `No step concerns "${what}".` };
  const note = step <= state.step ? { note: `From the first step again: "${what}".` } : {};
  return { ...state, sought: what, step, ...note };
}
