import type { ScreenProgram } from '../../output/screen/screen-program.ts';
import type { Quiz } from './quiz.ts';
import { press } from './quiz-keys.ts';
import { type GivenAnswer, phaseOf, type QuizState, questionAt, startOf } from './quiz-state.ts';
import { draw } from './render/draw.ts';
import { tell } from './render/tell.ts';

/** A quiz in a window, from its first question on, or behind what was answered before. */
export function quizProgram(quiz: Quiz, given: readonly GivenAnswer[] = []): ScreenProgram<QuizState> {
  return {
    start: startOf(quiz, given),
    press: (state, key) => press(quiz, state, key),
    draw: (state, look) => draw(quiz, state, look),
    takes: (state) =>
      questionAt(quiz, state).question.choices.length === 0 && phaseOf(quiz, state) !== 'done' ? 'number' : undefined,
    tell: (state, before) => tell(quiz, state, before),
  };
}
