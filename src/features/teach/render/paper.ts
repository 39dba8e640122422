import { answerText, rightText } from '../../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../../output/question-text/feedback-texts.ts';
import { safeText } from '../../../output/safe-text.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import { goalText } from '../course.ts';
import { labView } from '../lab-view.ts';
import { type Masks, masksAt } from '../masks.ts';
import { paperMasks, paperStep } from '../paper-masks.ts';
import type { AskScreen, LessonScreen, PreparedLesson } from '../prepared.ts';
import { choiceTexts, fieldNames } from './screen-parts.ts';
import { viewLines } from './view-lines.ts';

/** What is printed of a lesson. */
export interface PaperOptions {
  readonly number: number | undefined;
  readonly width: number;
  readonly answers: boolean;
  /** True where a form feed ends each page. */
  readonly hasPages: boolean;
}

/** Lines that fit a page of A4, with 80 columns. */
const PAGE_ROWS = 60;

const FORM_FEED = '\f';

/** Tables stand as far to the right as code in Markdown. */
const INDENT = '    ';

/** Lines that stay on one page. */
type Block = readonly string[];

/**
 * A lesson for paper, which is Markdown too: its texts with the lab as it is then, its questions, and with
 * `answers` these at the end, on a page of their own. Before that no table shows what a question asks.
 */
export function renderPaper(prepared: PreparedLesson, options: PaperOptions): string {
  const { answers, width, hasPages } = options;
  const { screens, summary, seed } = prepared;
  const asked = screens.filter((screen): screen is AskScreen => screen.does === 'ask');
  const questions = [
    heading(prepared, options),
    ...screens.map((screen, index) => partBlock(screens, screen, index, asked, width)),
    [`Seed: ${seed}`],
  ];
  const sheets = [questions, ...(answers ? [answerBlocks(screens, asked, summary, width)] : [])];
  const pages = hasPages ? sheets.flatMap(pagesOf) : sheets.map((blocks) => blocks.flat());
  return pages.map((lines) => lines.join('\n').trimEnd()).join(hasPages ? `\n\n${FORM_FEED}\n` : '\n\n');
}

/** Blocks, page by page; one that is higher than a page goes on in the next. */
function pagesOf(blocks: readonly Block[]): string[][] {
  const pages: string[][] = [[]];
  for (const block of blocks) {
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && page.length + block.length > PAGE_ROWS) pages.push([...block]);
    else page.push(...block);
  }
  return pages;
}

function heading({ lesson }: PreparedLesson, { number, width }: PaperOptions): Block {
  const title = `${number === undefined ? '' : `Lesson ${number}: `}${lesson.title}`;
  const goals = lesson.goals.flatMap((goal) => listed(goalText(goal), width));
  const how = 'Go through it from top to bottom. ____ in a table is what a question asks: write it there.';
  return [
    ...wrapped(`# ${title}`, width),
    '',
    'Name: ______________________________   Date: ______________',
    '',
    ...(goals.length === 0 ? [] : ['Afterwards you can:', '', ...goals, '']),
    ...wrapped(how, width),
    '',
  ];
}

/** A text or a question, then the lab, where it is not the one that stands there already. */
function partBlock(
  screens: readonly LessonScreen[],
  screen: LessonScreen,
  index: number,
  asked: readonly AskScreen[],
  width: number,
): Block {
  const view = tableOf(screen, paperStep(screens, screen), paperMasks(screens, screen), width);
  const before = screens[index - 1];
  const stands = before && tableOf(before, paperStep(screens, before), paperMasks(screens, before), width).join('\n');
  const lab = stands === view.join('\n') ? [] : [...view, ''];
  if (screen.does === 'say') return [...wrapped(screen.text, width), '', ...lab];
  const number = asked.indexOf(screen) + 1;
  return [...wrapped(`Question ${number}. ${screen.text}`, width), '', ...lab, ...blanks(screen, width), ''];
}

function tableOf({ lab }: LessonScreen, step: number, masks: Masks, width: number): string[] {
  const lines = viewLines(labView(lab, step, masks), width - INDENT.length);
  return lines.map((line) => (line === '' ? '' : `${INDENT}${line}`));
}

function blanks(screen: AskScreen, width: number): string[] {
  if (screen.as === 'choice')
    return choiceTexts(screen).flatMap((text) => listed(`( ) ${text.replace(/^\d {2}/, '')}`, width));
  return fieldNames(screen).map((name) => `- ${name}: ____________`);
}

function answerBlocks(
  screens: readonly LessonScreen[],
  asked: readonly AskScreen[],
  summary: string | undefined,
  width: number,
): Block[] {
  return [
    ['## Answers', ''],
    ...asked.map((screen, index) => answerBlock(screen, `${index + 1}. `, width)),
    ...(summary === undefined ? [] : [[...wrapped(summary, width), '']]),
    ...wholeTables(screens, asked, width),
  ];
}

function answerBlock(screen: AskScreen, lead: string, width: number): Block {
  const { question, because } = screen;
  const why = because === undefined ? '' : ` ${because}`;
  const wrong = question.wrong.flatMap(({ answer }) => {
    const { fact = '' } = feedbackTexts(question, answer);
    return listed(`Not: ${answerText(question, answer)}. ${fact}`, width - lead.length);
  });
  const [first = '', ...rest] = [...wrapped(`${rightText(question)}${why}`, width - lead.length), ...wrong];
  return [`${lead}${first}`, ...rest.map((line) => `${' '.repeat(lead.length)}${line}`), ''];
}

/** Every lab as it is in the end, with all that was asked. */
function wholeTables(screens: readonly LessonScreen[], asked: readonly AskScreen[], width: number): Block[] {
  return [...new Set(asked.map(({ labKey }) => labKey))].flatMap((labKey): Block[] => {
    const ofLab = screens.filter((one) => one.labKey === labKey);
    const last = ofLab.at(-1);
    if (last === undefined) return [];
    const step = Math.max(...ofLab.map((one) => (one.does === 'ask' ? one.question.step : one.step)));
    const numbers = asked.flatMap((one, index) => (one.labKey === labKey ? [index + 1] : []));
    const title = `The table after question ${numbers.at(-1)}:`;
    const masks = masksAt({ screens, screen: last, isOpen: false, step });
    return [[title, '', ...tableOf(last, step, masks, width), '']];
  });
}

/** An item of a list. */
function listed(text: string, width: number): string[] {
  return wrapped(text, width - 2).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function wrapped(text: string, width: number): string[] {
  return wrapText(safeText(text), width);
}
