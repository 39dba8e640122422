import { type Answer, isSame } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { typedAnswer } from '../../core/teach/typed-answer.ts';
import type { Choices, Scene } from '../scene.ts';
import { farthestStep, openQuestion, playKey, progressOf, questionKey } from './open-question.ts';
import type { Outcome, QuizProgress } from './quiz-progress.ts';

/** As many as there are to each question; one press more shows the answer. */
export const HINTS = 3;

/** `answer:2`, `number:10001` and `hint`; undefined for what is no action of the quiz. */
export function quizAction(name: string, word: string, scene: Scene): Choices | undefined {
  switch (name) {
    case 'answer':
      return chooseAnswer(scene, Number(word));
    case 'number':
      return typeAnswer(scene, word.trim());
    case 'hint':
      return nextHint(scene);
    default:
      return undefined;
  }
}

/** Who wants to predict begins before the first step, unless the lab is half made already. */
export function toggleQuiz({ state, lastStep }: Scene, choices: Choices): Choices {
  const isQuiz = !choices.isQuiz;
  const step = isQuiz && state.step === lastStep ? 0 : choices.step;
  return { ...choices, isQuiz, step, isPlaying: false };
}

/** The choice with this number, from 1, is the answer. Without such a choice nothing changes. */
function chooseAnswer(scene: Scene, number: number): Choices {
  const question = openQuestion(scene);
  const answer = question?.choices[number - 1];
  return question === undefined || answer === undefined ? scene.choices : answered(scene, question, answer);
}

/** A number was typed; what is no number changes nothing. */
function typeAnswer(scene: Scene, text: string): Choices {
  const question = openQuestion(scene);
  if (question === undefined || question.choices.length > 0) return scene.choices;
  const answer = typedAnswer(question, text);
  return answer === undefined ? scene.choices : answered(scene, question, answer);
}

/** The next hint; after the last one the answer. */
function nextHint(scene: Scene): Choices {
  const question = openQuestion(scene);
  if (question === undefined) return scene.choices;
  const progress = progressOf(scene);
  if (progress.hints >= HINTS) return answered(scene, question, undefined);
  return { ...scene.choices, quiz: { ...progress, hints: progress.hints + 1 } };
}

/** The answer counts once, and the step that shows it comes on the screen. */
function answered(scene: Scene, question: Question, answer: Answer | undefined): Choices {
  const progress = progressOf(scene);
  const outcome: Outcome = answer === undefined ? 'shown' : isSame(answer, question.right) ? 'right' : 'wrong';
  const outcomes = new Map(progress.outcomes).set(questionKey(scene, question.at), outcome);
  const farthest = new Map(progress.farthest).set(playKey(scene), Math.max(farthestStep(scene), question.step));
  const said = answer === undefined ? { question } : { question, answer };
  return { ...scene.choices, step: question.step, isPlaying: false, quiz: { outcomes, farthest, hints: 0, said } };
}

/**
 * Holds a move back that passes a question: what the reader wants to see after `scene`, as far as the quiz
 * lets it. What was seen is free; ahead of it the quiz goes step by step, and waits at each question. A move
 * forward from an answer on the screen takes that away and shows the next question.
 */
export function heldBack(scene: Scene, wanted: Choices): Choices {
  if (wanted.isPredicting === true) return { ...wanted, step: 0, isPlaying: false, isQuiz: false };
  if (!wanted.isQuiz) return wanted;
  const progress = progressOf({ choices: wanted });
  if (isAnotherPlay(scene, wanted)) return { ...wanted, quiz: { ...withoutSaid(progress), hints: 0 } };
  const now = scene.state.step;
  if (now === scene.lastStep && wanted.step > now && progress.said === undefined) return wanted;
  if (wanted.step === scene.choices.step || wanted.step === now) return wanted;
  if (wanted.step < now) return { ...wanted, quiz: { ...seen(scene, progress), hints: 0 } };
  if (progress.said !== undefined) return { ...wanted, step: now, isPlaying: false, quiz: withoutSaid(progress) };
  const farthest = farthestStep(scene);
  if (now === farthest && openQuestion(scene) !== undefined) return { ...wanted, step: now, isPlaying: false };
  const step = wanted.step <= farthest ? wanted.step : now < farthest ? farthest : now + 1;
  return { ...wanted, step, quiz: { ...seen(scene, progress), hints: 0 } };
}

function isAnotherPlay({ choices }: Scene, wanted: Choices): boolean {
  return (
    wanted.generation !== choices.generation ||
    wanted.allocator !== choices.allocator ||
    wanted.isAfter !== choices.isAfter ||
    wanted.isQuiz !== choices.isQuiz
  );
}

function withoutSaid({ said: _said, ...progress }: QuizProgress): QuizProgress {
  return progress;
}

/** Keeps that the step on the screen was seen. */
function seen(scene: Scene, progress: QuizProgress): QuizProgress {
  const farthest = new Map(progress.farthest).set(playKey(scene), farthestStep(scene));
  return { ...withoutSaid(progress), farthest };
}
