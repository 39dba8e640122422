import { widthOf } from '../../../output/cut-text.ts';
import { answerText, rightText } from '../../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../../output/question-text/feedback-texts.ts';
import { safeText } from '../../../output/safe-text.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import { goalText } from '../course.ts';
import { labView } from '../lab-view.ts';
import { masksAt } from '../masks.ts';
import type { AskScreen, LessonScreen, PreparedLesson } from '../prepared.ts';
import { choiceTexts, fieldNames } from './screen-parts.ts';
import { viewLines } from './view-lines.ts';

/** What is printed of a lesson. */
export interface PaperOptions {
  readonly number: number | undefined;
  readonly width: number;
  readonly answers: boolean;
}

/**
 * A lesson for paper: its texts with the lab as it is then, its questions, and with `answers` these at
 * the end.
 */
export function renderPaper(prepared: PreparedLesson, { number, width, answers }: PaperOptions): string {
  const { lesson, screens, summary, seed } = prepared;
  const asked = screens.filter((screen): screen is AskScreen => screen.does === 'ask');
  const title = `${number === undefined ? '' : `Lesson ${number}: `}${lesson.title}`;
  const goals = lesson.goals.map((goal) => `- ${goalText(goal)}`);
  return [
    ...wrapped(title, width),
    '='.repeat(Math.min(width, widthOf(safeText(title)))),
    '',
    'Name: ______________________________   Date: ______________',
    '',
    ...wrapped(
      'Cover what is below each question until you have answered it: the next picture shows the answer.',
      width,
    ),
    '',
    ...(goals.length === 0 ? [] : ['Afterwards you can:', ...goals.flatMap((goal) => hanging(goal, width)), '']),
    ...screens.flatMap((screen, index) => partLines(screens, screen, index, asked, width)),
    ...(answers ? answerLines(asked, summary, width) : []),
    `Seed: ${seed}`,
  ]
    .join('\n')
    .trimEnd();
}

/** A text or a question, and above it the lab, where it is not the one that stands there already. */
function partLines(
  screens: readonly LessonScreen[],
  screen: LessonScreen,
  index: number,
  asked: readonly AskScreen[],
  width: number,
): string[] {
  const view = pictureOf(screens, screen, width);
  const before = screens[index - 1];
  const isSame = before !== undefined && pictureOf(screens, before, width).join('\n') === view.join('\n');
  const lab = isSame ? [] : [...view, ''];
  if (screen.does === 'say') return [...lab, ...wrapped(screen.text, width), ''];
  const number = asked.indexOf(screen) + 1;
  return [...lab, ...wrapped(`Question ${number}. ${screen.text}`, width), '', ...blanks(screen, width), ''];
}

/** Nothing is said of what comes later: the answers are not on the same page as their questions. */
function pictureOf(screens: readonly LessonScreen[], screen: LessonScreen, width: number): string[] {
  const { lab, step } = screen;
  return viewLines(labView(lab, step, masksAt({ screens, screen, isOpen: true, step })), width);
}

function blanks(screen: AskScreen, width: number): string[] {
  if (screen.as === 'choice')
    return choiceTexts(screen).flatMap((text) => wrapped(`  ( ) ${text.replace(/^\d {2}/, '')}`, width));
  return fieldNames(screen).map((name) => `  ${name}: ____________`);
}

function answerLines(asked: readonly AskScreen[], summary: string | undefined, width: number): string[] {
  const lines = asked.flatMap((screen, index) => [
    ...wrapped(
      `${index + 1}. ${rightText(screen.question)}${screen.because === undefined ? '' : ` ${screen.because}`}`,
      width,
    ),
    ...wrongLines(screen, width),
    '',
  ]);
  return ['Answers', '-------', '', ...lines, ...(summary === undefined ? [] : [...wrapped(summary, width), ''])];
}

/** What to say to somebody who has another answer. */
function wrongLines({ question }: AskScreen, width: number): string[] {
  return question.wrong.flatMap(({ answer }) => {
    const { fact = '' } = feedbackTexts(question, answer);
    return wrapped(`Not: ${answerText(question, answer)}. ${fact}`, width - 3).map((line) => `   ${line}`);
  });
}

function hanging(item: string, width: number): string[] {
  return wrapped(item.slice(2), width - 2).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function wrapped(text: string, width: number): string[] {
  return wrapText(safeText(text), width);
}
