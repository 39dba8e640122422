import type { Key } from '../../output/screen/screen-program.ts';
import { answerGiven, choiceTexts } from './question-words.ts';
import type { Quiz } from './quiz.ts';
import { fresh, phaseOf, type QuizState, questionAt } from './quiz-state.ts';

/** No port has more digits. */
const MOST_DIGITS = 6;
const MOST_HINTS = 3;

/** The state after a key; undefined where that ends the quiz. */
export function press(quiz: Quiz, state: QuizState, key: Key): QuizState | undefined {
  if (key === 'q' || key === 'escape') return undefined;
  const phase = phaseOf(quiz, state);
  if (phase === 'done') return afterwards(quiz, state, key);
  if (key === 'h') return state.hints === MOST_HINTS ? state : { ...state, hints: state.hints + 1 };
  if (phase === 'again' && key === 'enter' && state.typed === '') return { ...state, isShown: true };
  return questionAt(quiz, state).question.choices.length > 0 ? choose(quiz, state, key) : type(quiz, state, key);
}

function afterwards(quiz: Quiz, state: QuizState, key: Key): QuizState | undefined {
  if (key === 'l') return { ...state, seesLab: !state.seesLab };
  if (key !== 'enter' && key !== 'right' && key !== 'space') return state;
  return state.number === quiz.count ? undefined : { ...state, ...fresh(state.number + 1) };
}

function choose(quiz: Quiz, state: QuizState, key: Key): QuizState {
  const value = /^[1-9]$/.test(key) ? choiceTexts(questionAt(quiz, state))[Number(key) - 1] : undefined;
  // The same wrong answer twice is a slip of the finger.
  if (value === undefined || state.given.some((one) => one.q === state.number && one.value === value)) return state;
  return answered(state, value);
}

/** Digits; Enter ends a number, and with the last one the answer. */
function type(quiz: Quiz, state: QuizState, key: Key): QuizState {
  const { typed } = state;
  const current = typed.slice(typed.lastIndexOf(' ') + 1);
  if (/^\d$/.test(key)) return current.length === MOST_DIGITS ? state : { ...state, typed: typed + key };
  if (key === 'backspace') return typed === '' ? state : { ...state, typed: typed.slice(0, -1) };
  if ((key !== 'enter' && key !== 'space' && key !== 'tab') || current === '') return state;
  const asked = questionAt(quiz, state);
  const { right } = asked.question;
  const isWhole = right.is !== 'ports' || typed.split(' ').length === right.ports.length;
  if (!isWhole) return { ...state, typed: `${typed} ` };
  return answerGiven(asked, typed) === undefined ? state : answered(state, typed);
}

function answered(state: QuizState, value: string): QuizState {
  return { ...state, given: [...state.given, { q: state.number, value }], typed: '' };
}
