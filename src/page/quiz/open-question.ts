import { type Question, questionOf } from '../../core/teach/question.ts';
import type { Scene } from '../scene.ts';
import { NO_PROGRESS, type Outcome, type QuizProgress } from './quiz-progress.ts';

/**
 * Several views ask for the question of a scene, and it looks at all sockets. The next step is an object
 * of one scene alone, also where a view sees the scene through `kept`.
 */
const questions = new WeakMap<NonNullable<Scene['next']>, Question | false>();

/** What can be asked about the step after this one. */
export function questionAhead({ next, state, end, model }: Scene): Question | undefined {
  if (next === undefined) return undefined;
  let question = questions.get(next);
  if (question === undefined) {
    question = questionOf({ before: state, events: next.events, after: next.state, end, system: model.os }) ?? false;
    questions.set(next, question);
  }
  return question || undefined;
}

/** The question that waits for an answer: none while the last answer is on the screen. */
export function openQuestion(scene: Scene): Question | undefined {
  if (!scene.choices.isQuiz || progressOf(scene).said !== undefined) return undefined;
  const question = questionAhead(scene);
  return question === undefined || outcomeOf(scene, question) !== undefined ? undefined : question;
}

export function outcomeOf(scene: Scene, { at }: Question): Outcome | undefined {
  return progressOf(scene).outcomes.get(questionKey(scene, at));
}

export function progressOf({ choices }: Pick<Scene, 'choices'>): QuizProgress {
  return choices.quiz ?? NO_PROGRESS;
}

/** Who has seen a step of one generation has not seen that of the other. */
export function playKey({ generation, allocator, choices }: Scene): string {
  return `${generation}/${allocator}${choices.isAfter ? '/after' : ''}`;
}

export function questionKey(scene: Scene, at: string): string {
  return `${playKey(scene)}/${at}`;
}

/** The highest step that the reader has seen of what is played now. */
export function farthestStep(scene: Scene): number {
  return Math.max(scene.state.step, progressOf(scene).farthest.get(playKey(scene)) ?? 0);
}
