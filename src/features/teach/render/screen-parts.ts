import { answerText, rightText } from '../../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../../output/question-text/feedback-texts.ts';
import { safeText } from '../../../output/safe-text.ts';
import { sentencesOf } from '../../../output/trace-sentence/step-sentences.ts';
import type { LessonState } from '../lesson-state.ts';
import type { AskScreen, Stand } from '../prepared.ts';

/** What is said of an answer, a fact in each line. */
export function feedback(asked: AskScreen, state: LessonState): string[] {
  const { question, because } = asked;
  const why = because === undefined ? [] : [because];
  switch (state.phase) {
    case 'right':
      return [`✓ ${rightText(question)}`, ...why];
    case 'shown':
      return [`The answer, shown: ${rightText(question)}`, ...why];
    case 'wrong': {
      if (state.said === undefined) return [];
      const { verdict, fact, look } = feedbackTexts(question, state.said);
      return [`✗ ${verdict}${youSaid(asked, state, verdict)}`, ...(fact === undefined ? [] : [fact]), look];
    }
    default:
      return [];
  }
}

/** What was answered, where the verdict does not say it. */
function youSaid({ question }: AskScreen, { said }: LessonState, verdict: string): string {
  if (said === undefined) return '';
  const text = answerText(question, said);
  return verdict.toLowerCase().includes(text.toLowerCase()) ? '' : ` You said: ${text}.`;
}

/** `1  at R1: it comes back` */
export function choiceTexts({ question }: AskScreen): string[] {
  return question.choices.map((choice, index) => `${index + 1}  ${answerText(question, choice)}`);
}

/** What each number is that is typed. */
export function fieldNames({ question: { subject }, as }: AskScreen): string[] {
  if (as === 'table' && 'sockets' in subject) return subject.sockets.map(({ end }) => safeText(end));
  return [/^count/.test(subject.ask) ? 'Number' : subject.ask === 'base' ? 'Base' : 'Port'];
}

/** The hint that was asked for last. */
export function hintText({ hints }: AskScreen, state: LessonState): string | undefined {
  const hint = hints[state.hints - 1];
  return hint === undefined ? undefined : `Hint ${state.hints} of 3: ${hint}`;
}

/** What happens at a step that is looked back at. */
export function stepTexts({ lab: { stepper, model } }: Stand, step: number): string[] {
  return sentencesOf(stepper.eventsAt(step), { os: model.os }).map(safeText);
}
