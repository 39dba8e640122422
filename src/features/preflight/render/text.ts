import { groupBy } from '../../../core/group-by.ts';
import { counted } from '../../../core/text/counted.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { placeText } from '../../../core/text/place-text.ts';
import { widthOf } from '../../../output/cut-text.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, nextBlock, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { AnswerState, PreflightAnswer, PreflightResult } from '../result.ts';
import { type Story, storiesOf } from './stories.ts';
import { stateOfAll, sumText } from './sum.ts';

const SIGNS: Readonly<Record<AnswerState, string>> = { ok: '✓', warning: '!', failed: '✗', unknown: '?', skipped: '-' };

export const STATE_WORDS: Readonly<Record<AnswerState, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  unknown: 'not known',
  skipped: 'not looked at',
};

/** More stories of one kind than these are counted; with -v all are told. */
const MAX_ALIKE = 5;

/** What is wrong first, each cause once; then what is fine, what was not looked at, the sum, what is next. */
export function renderPreflight(unsafe: PreflightResult, page: Page): string {
  const result = safeResult(unsafe);
  const { answers, labs } = result;
  const stories = storiesOf(answers).filter(({ severity }) => severity !== 'note' || page.verbose);
  const blocks = [
    page.paint.strong(indent(`${labNames(labs, ' + ')}: before the lab starts`, 0, page.width)),
    ...storyBlocks(stories, labs.length > 1, page),
    ...unknownBlocks(answers, page),
    page.verbose ? everyAnswer(answers, page) : restOf(answers, page),
    [sum(result, page), next(result, page)].join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function storyBlocks(stories: readonly Story[], areSeveral: boolean, page: Page): string[] {
  const told = new Map<string, number>();
  const shown: string[] = [];
  for (const story of stories) {
    const number = (told.get(story.rule) ?? 0) + 1;
    told.set(story.rule, number);
    if (number <= MAX_ALIKE || page.verbose) shown.push(storyBlock(story, areSeveral, page));
  }
  const more = [...told].filter(([, number]) => number > MAX_ALIKE && !page.verbose);
  const counts = more.map(([rule, number]) => `${number - MAX_ALIKE} more of ${rule}`);
  return counts.length === 0 ? shown : [...shown, indent(`and ${counts.join(', ')}: -v shows all`, 2, page.width)];
}

function storyBlock(
  { severity, rule, message, remedy, locations, labs }: Story,
  areSeveral: boolean,
  page: Page,
): string {
  const { paint, width } = page;
  const [first, ...others] = locations;
  const title = `${signed(severity, paint)} ${paint.strong(rule)}`.trimEnd();
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'more place')}`;
  const place = first === undefined ? labsText(labs, areSeveral) : `${placeText(first)}${more}`;
  // A place gets a line of its own before it is broken: it is there to be clicked on.
  const gap = widthOf(`${title}  ${place}`) > width ? '\n  ' : '  ';
  return [
    place === '' ? title : `${title}${gap}${paint.dim(gap === '  ' ? place : indent(place, 2, width).trimStart())}`,
    indent(message, 2, width),
    ...(remedy === undefined ? [] : [indent(`${paint.good('What to do:')} ${remedy}`, 2, width)]),
  ].join('\n');
}

function labsText(labs: readonly string[], areSeveral: boolean): string {
  return areSeveral && labs.length > 0 ? `in ${labs.join(' + ')}` : '';
}

/** What could not be determined is never passed over; one reason is told once. */
function unknownBlocks(answers: readonly PreflightAnswer[], { paint, width }: Page): string[] {
  const unknown = answers.filter(({ state }) => state === 'unknown');
  return [...groupBy(unknown, ({ summary }) => summary)].map(([summary, all]) => {
    const ids = all.map(({ id }) => id).join(', ');
    return [
      indent(`${paint.warn('?')} ${paint.strong(ids)}: could not be determined`, 0, width),
      indent(summary, 2, width),
    ].join('\n');
  });
}

/** A line for what is fine, and one for each reason not to look. */
function restOf(answers: readonly PreflightAnswer[], page: Page): string {
  const ok = answers.filter(({ state }) => state === 'ok').map(({ id }) => id);
  const reasons = new Map<string, string[]>();
  for (const { id, state, summary } of answers) {
    if (state === 'skipped') reasons.set(summary, [...(reasons.get(summary) ?? []), id]);
  }
  const notLookedAt = [...reasons].map(([reason, ids]) => `${ids.join(', ')} - ${reason}`);
  return [
    ...(ok.length === 0 ? [] : hanging('ok: ', [ok.join(', ')], page)),
    ...hanging('not looked at: ', notLookedAt, page),
  ].join('\n');
}

/** A title, and texts behind it, one below the other. */
function hanging(title: string, texts: readonly string[], { width }: Page): string[] {
  return texts.map((text, index) => {
    const rest = indent(text, title.length, width);
    return index === 0 ? title + rest.trimStart() : rest;
  });
}

function everyAnswer(answers: readonly PreflightAnswer[], { paint, width }: Page): string {
  const idWidth = Math.max(...answers.map(({ id }) => id.length), 0);
  const wordWidth = Math.max(...answers.map(({ state }) => STATE_WORDS[state].length), 0);
  const margin = 2 + wordWidth + 1 + idWidth + 2;
  return answers
    .map(({ id, state, summary }) => {
      const head = colourOf(state, paint)(`${SIGNS[state]} ${STATE_WORDS[state].padEnd(wordWidth)}`);
      return `${head} ${paint.strong(id.padEnd(idWidth))}  ${indent(summary, margin, Math.max(width, margin + 20)).trimStart()}`;
    })
    .join('\n');
}

function sum({ answers, elapsedMs }: PreflightResult, { paint, width }: Page): string {
  const timed = indent(`${sumText(answers)} (${(elapsedMs / 1000).toFixed(1)} s)`, 2, width).trimStart();
  const state = stateOfAll(answers);
  return `${colourOf(state, paint)(SIGNS[state])} ${timed}`;
}

function next({ next: sentence, commands, afterwards }: PreflightResult, page: Page): string {
  const first =
    commands === undefined
      ? indent(`${page.paint.strong('Next:')} ${sentence}`, 0, page.width)
      : nextBlock(commands, page);
  return afterwards === undefined ? first : `${first}\n${indent(afterwards, 6, page.width)}`;
}

function colourOf(state: AnswerState, paint: Paint): (text: string) => string {
  if (state === 'failed') return paint.bad;
  if (state === 'warning' || state === 'unknown') return paint.warn;
  return state === 'ok' ? paint.good : paint.dim;
}

/** The questions that there are, for --list. */
export function renderQuestions(questions: readonly { id: string; title: string; onRequest?: boolean }[]): string {
  const width = Math.max(...questions.map(({ id }) => id.length));
  return questions
    .map(({ id, title, onRequest }) => `${id.padEnd(width)}  ${title}${onRequest ? ' (only if asked for)' : ''}`)
    .join('\n');
}
