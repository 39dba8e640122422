import { type Answer, isSame } from '../../core/teach/moment.ts';
import { typedAnswer } from '../../core/teach/typed-answer.ts';
import type { Key } from '../../output/screen/screen-program.ts';
import { askedNow, type LessonState, type PlayedScreen, screenNow, stepNow } from './lesson-state.ts';
import type { AskScreen } from './prepared.ts';

/** Makes a question that was missed again, with other numbers; undefined if there is none. */
export type AskAgain = (pointer: string) => PlayedScreen | undefined;

/** What keys do in a lesson. */
export interface LessonRules {
  readonly askAgain: AskAgain;
  /** How many missed questions return at the end. */
  readonly again: number;
}

/** A port has five digits, and no count has more. */
const MOST_DIGITS = 6;

const HINTS = 3;

/**
 * How often a question is answered before the step that shows it is on the screen. A fact and a second
 * look come first; after that the picture teaches more than guessing on.
 */
const TRIES = 2;

/** The state after a key; undefined where that ends the lesson. The same object if the key does nothing. */
export function pressed(state: LessonState, key: Key, rules: LessonRules): LessonState | undefined {
  if (key === 'q') return undefined;
  if (state.overlay !== undefined) return isClosing(key, state.overlay) ? { ...state, overlay: undefined } : state;
  if (key === '?') return { ...state, overlay: 'keys' };
  if (key === 'w') return { ...state, overlay: 'words' };
  if (state.past !== undefined) return lookedBack(state, state.past, key);
  if (state.earlier !== undefined) return lookedEarlier(state, state.earlier, key);
  if (key === 'left' && stepNow(state) > 0) return { ...state, past: stepNow(state) - 1 };
  if (key === 'up' && state.at > 0 && !isTable(state)) return { ...state, earlier: state.at - 1 };
  const asked = askedNow(state);
  if (asked === undefined || state.phase === 'right' || state.phase === 'shown') return goneOn(state, key, rules);
  if (state.phase === 'wrong') return afterWrong(state, key, asked);
  return answering(state, key, asked);
}

function isClosing(key: Key, overlay: 'words' | 'keys'): boolean {
  return ['escape', 'enter', 'space', overlay === 'words' ? 'w' : '?'].includes(key);
}

function isTable(state: LessonState): boolean {
  return state.phase === 'asked' && askedNow(state)?.as === 'table';
}

/** Steps that were seen, back and forth, and never further than the screen may show. */
function lookedBack(state: LessonState, past: number, key: Key): LessonState {
  if (key === 'left') return past === 0 ? state : { ...state, past: past - 1 };
  if (key === 'home') return { ...state, past: 0 };
  if (key === 'right') return { ...state, past: past + 1 < stepNow(state) ? past + 1 : undefined };
  return ['escape', 'enter', 'end', 'space'].includes(key) ? { ...state, past: undefined } : state;
}

/** Screens that were there before. */
function lookedEarlier(state: LessonState, earlier: number, key: Key): LessonState {
  if (key === 'up') return earlier === 0 ? state : { ...state, earlier: earlier - 1 };
  if (key === 'down') return { ...state, earlier: earlier + 1 < state.at ? earlier + 1 : undefined };
  return ['escape', 'enter', 'end', 'space'].includes(key) ? { ...state, earlier: undefined } : state;
}

function goneOn(state: LessonState, key: Key, rules: LessonRules): LessonState | undefined {
  if (!['enter', 'space', 'right'].includes(key)) return state;
  return screenNow(state).part === 'end' ? undefined : next(state, rules);
}

function next(state: LessonState, rules: LessonRules): LessonState {
  const screens = withAgain(state, rules);
  const at = state.at + 1;
  return { ...opened({ ...state, screens }, at), isDone: state.isDone || screens[at]?.part === 'end' };
}

/** Before the end come questions that were missed. */
function withAgain({ screens, at, missed }: LessonState, { again, askAgain }: LessonRules): readonly PlayedScreen[] {
  const isLastOfLesson = screens[at]?.part === 'lesson' && screens[at + 1]?.part === 'end';
  if (!isLastOfLesson) return screens;
  const more = missed.slice(0, again).flatMap((pointer) => askAgain(pointer) ?? []);
  return [...screens.slice(0, at + 1), ...more, ...screens.slice(at + 1)];
}

/** The state with another screen, as nobody has touched it. */
export function opened(state: LessonState, at: number): LessonState {
  const screen = state.screens[at];
  const asked = screen?.part !== 'end' && screen?.screen.does === 'ask' ? screen.screen : undefined;
  return {
    ...state,
    at,
    phase: asked === undefined ? 'read' : 'asked',
    hints: 0,
    typed: asked === undefined || asked.as === 'choice' ? [] : emptyFields(asked),
    field: 0,
    said: undefined,
    tried: [],
    past: undefined,
    earlier: undefined,
  };
}

function emptyFields({ question: { right } }: AskScreen): string[] {
  return Array<string>(right.is === 'ports' ? right.ports.length : 1).fill('');
}

function afterWrong(state: LessonState, key: Key, asked: AskScreen): LessonState {
  const again = { ...opened(state, state.at), hints: state.hints, tried: state.tried };
  if (key === 'enter' || key === 'space') return again;
  return key === 'h' || /^\d$/.test(key) ? answering(again, key, asked) : state;
}

function answering(state: LessonState, key: Key, asked: AskScreen): LessonState {
  if (key === 'h') return hinted(state);
  if (asked.as !== 'choice') return typing(state, key, asked);
  const answer = /^[1-9]$/.test(key) ? asked.question.choices[Number(key) - 1] : undefined;
  const isTried = state.tried.some((one) => answer !== undefined && isSame(one, answer));
  return answer === undefined || isTried ? state : answered(state, answer, asked);
}

/** One more hint; when there is none left the answer is shown. */
function hinted(state: LessonState): LessonState {
  if (state.hints < HINTS) return { ...state, hints: state.hints + 1 };
  return { ...missing(state), phase: 'shown' };
}

function typing(state: LessonState, key: Key, asked: AskScreen): LessonState {
  const { typed, field } = state;
  const text = typed[field] ?? '';
  const last = typed.length - 1;
  const put = (now: string): LessonState => ({
    ...state,
    typed: typed.map((one, index) => (index === field ? now : one)),
  });
  if (/^\d$/.test(key)) return text.length < MOST_DIGITS ? put(text + key) : state;
  switch (key) {
    case 'backspace':
      return text === '' ? { ...state, field: Math.max(0, field - 1) } : put(text.slice(0, -1));
    case 'up':
      return { ...state, field: Math.max(0, field - 1) };
    case 'down':
    case 'tab':
    case 'space':
      return { ...state, field: key === 'down' ? Math.min(last, field + 1) : (field + 1) % typed.length };
    case 'enter': {
      const empty = typed.indexOf('');
      if (empty >= 0) return { ...state, field: empty };
      const answer = typedAnswer(asked.question, typed.join(' '));
      return answer === undefined ? state : answered(state, answer, asked);
    }
    default:
      return state;
  }
}

function answered(state: LessonState, answer: Answer, asked: AskScreen): LessonState {
  if (isSame(answer, asked.question.right)) return { ...settling(state), phase: 'right', said: answer };
  const belief = asked.question.wrong.find((one) => isSame(one.answer, answer))?.belief.id;
  const met =
    belief === undefined || belief === 'slip' || state.met.includes(belief) ? state.met : [...state.met, belief];
  const tried = [...state.tried, answer];
  const wrong = { ...missing(state), met, tried, said: answer };
  // A wrong answer opens the hint that says where to look.
  return isOver(tried, asked)
    ? { ...wrong, phase: 'shown' }
    : { ...wrong, phase: 'wrong', hints: Math.max(1, state.hints) };
}

/** A last choice is no question any more. */
function isOver({ length }: readonly Answer[], { as, question: { choices } }: AskScreen): boolean {
  return length >= TRIES || (as === 'choice' && choices.length - length < 2);
}

/** A question of an earlier lesson that was right at once does not return. */
function settling(state: LessonState): LessonState {
  const now = screenNow(state);
  if (now.part !== 'earlier' || state.hints > 0 || state.missed.includes(keyOf(now))) return state;
  return { ...state, settled: [...state.settled, keyOf(now)] };
}

function missing(state: LessonState): LessonState {
  const now = screenNow(state);
  const key = keyOf(now);
  // One that comes again at the end of its lesson has been counted.
  if (now.part === 'again' || state.missed.includes(key)) return state;
  return { ...state, missed: [...state.missed, key] };
}

function keyOf(now: PlayedScreen): string {
  if (now.part === 'end') return '';
  return now.part === 'lesson' ? now.screen.pointer : `${now.lesson} ${now.screen.pointer}`;
}
