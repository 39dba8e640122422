import { hintTexts } from '../../../output/question-text/hint-texts.ts';
import { safeText } from '../../../output/safe-text.ts';
import { labLines } from '../lab-lines.ts';
import { askedText, choiceTexts, explanation, rightSentence, wrongWords } from '../question-words.ts';
import type { Quiz } from '../quiz.ts';
import { isRight, lastAnswer, phaseOf, type QuizState, questionAt } from '../quiz-state.ts';
import { TOPIC_TITLES } from '../topics.ts';
import { stepSentences } from './step-lines.ts';

/** What has changed, a line for each fact, what came of the last answer first. */
export function tell(quiz: Quiz, state: QuizState, before: QuizState | undefined): string[] {
  if (before === undefined || before.number !== state.number) return asking(quiz, state);
  if (state.hints > before.hints) {
    const hint = hintTexts(questionAt(quiz, state).question)[state.hints - 1];
    return [`Hint ${state.hints} of 3: ${safeText(hint ?? '')}`];
  }
  if (state.given.length > before.given.length || state.isShown !== before.isShown) return answering(quiz, state);
  if (state.seesLab && !before.seesLab) return labOf(quiz, state);
  return nextEnd(quiz, state, before);
}

function labOf(quiz: Quiz, state: QuizState): string[] {
  const { lab, topic } = questionAt(quiz, state);
  return labLines(lab, topic, Number.POSITIVE_INFINITY);
}

function asking(quiz: Quiz, state: QuizState): string[] {
  const asked = questionAt(quiz, state);
  const choices = choiceTexts(asked).map((text, index) => `${index + 1}: ${text}`);
  return [
    `Question ${state.number} of ${quiz.count}: ${TOPIC_TITLES[asked.topic]}.`,
    ...labOf(quiz, state),
    askedText(asked),
    ...choices,
    `${howToAnswer(quiz, state)} "hint" gives a hint, "quit" ends the quiz.`,
  ];
}

function howToAnswer(quiz: Quiz, state: QuizState): string {
  const { choices, subject } = questionAt(quiz, state).question;
  if (choices.length > 0) return `Type 1 to ${choices.length}.`;
  if (subject.ask !== 'ports') return 'Type a number.';
  return `Type the ports of ${subject.sockets.map(({ end }) => safeText(end)).join(' and ')}.`;
}

function answering(quiz: Quiz, state: QuizState): string[] {
  const asked = questionAt(quiz, state);
  const answer = lastAnswer(quiz, state);
  const next = state.number === quiz.count ? 'Press Enter to see how it went.' : 'Press Enter for the next question.';
  const why = [...explanation(asked), ...stepSentences(asked), next];
  if (isRight(quiz, state)) return [`Right. ${rightSentence(asked)}`, ...why];
  if (state.isShown || answer === undefined) return [`The answer: ${rightSentence(asked)}`, ...why];
  const { verdict, fact } = wrongWords(asked, answer);
  if (phaseOf(quiz, state) === 'again')
    return [`Wrong. ${verdict}`, fact, 'Try once more, or press Enter for the answer.'];
  return [`Wrong. ${verdict}`, fact, `The answer: ${rightSentence(asked)}`, ...why];
}

/** Of a table: which end comes next. */
function nextEnd(quiz: Quiz, { typed }: QuizState, before: QuizState): string[] {
  const { subject } = questionAt(quiz, before).question;
  const place = typed.split(' ').length;
  if (subject.ask !== 'ports' || place <= before.typed.split(' ').length) return [];
  return [`Port of ${safeText(subject.sockets[place - 1]?.end ?? '')}:`];
}
