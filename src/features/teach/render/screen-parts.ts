import { type Answer, isSame } from '../../../core/teach/moment.ts';
import type { Question } from '../../../core/teach/question.ts';
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
      if (state.said === undefined) return [`The answer, shown: ${rightText(question)}`, ...why];
      return [wrongTexts(asked, state.said).join(' '), [`The answer: ${rightText(question)}`, ...why].join(' ')];
    case 'wrong':
      return state.said === undefined ? [] : [...wrongTexts(asked, state.said), hintText(asked, state) ?? []].flat();
    default:
      return [];
  }
}

/** What is wrong with an answer, without what would give the right one away. */
function wrongTexts({ question }: AskScreen, said: Answer): string[] {
  const { verdict, fact } = feedbackTexts(question, said);
  return [`✗ ${verdict}${youSaid(question, said, verdict)}`, ...(fact === undefined ? [] : [fact])];
}

/** What was answered, where the verdict does not say it. */
function youSaid(question: Question, said: Answer, verdict: string): string {
  const text = answerText(question, said);
  return verdict.toLowerCase().includes(text.toLowerCase()) ? '' : ` You said: ${text}.`;
}

/** `1  at R1: it comes back`; with ✗ where that was wrong already. */
export function choiceTexts({ question }: AskScreen, tried: readonly Answer[] = []): string[] {
  return question.choices.map((choice, index) => {
    const isTried = tried.some((one) => isSame(one, choice));
    return `${index + 1}  ${answerText(question, choice)}${isTried ? '  ✗' : ''}`;
  });
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
