import stringWidth from 'string-width';
import { counted } from '../../../core/text/counted.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { Page, Paint } from '../../../output/paint.ts';
import { indent, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import {
  ANSWER_STATES,
  type AnswerState,
  countStates,
  isTrouble,
  type PreflightAnswer,
  type PreflightDetail,
  type PreflightResult,
} from '../result.ts';

const SIGNS: Readonly<Record<AnswerState, string>> = { ok: '✓', warning: '!', failed: '✗', unknown: '?', skipped: '-' };

export const STATE_WORDS: Readonly<Record<AnswerState, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  unknown: 'not known',
  skipped: 'skipped',
};

/** So many details of a question are shown; the command that is named says them all. */
const MAX_DETAILS = 5;

/** One line for each question, what is wrong below it, and at the end the sum and what to do next. */
export function renderPreflight(unsafe: PreflightResult, page: Page): string {
  const { answers, labs, next, elapsedMs } = safeResult(unsafe);
  const idWidth = Math.max(...answers.map(({ id }) => id.length), 0);
  return [
    page.paint.strong(indent(labs.map(({ name }) => name).join(' + '), 0, page.width)),
    ...answers.map((answer) => block(answer, idWidth, page)),
    '',
    sum(answers, elapsedMs, page.paint),
    indent(`${page.paint.good('Next:')} ${next}`, 2, page.width),
  ].join('\n');
}

function block(answer: PreflightAnswer, idWidth: number, page: Page): string {
  const { id, state, summary, details } = answer;
  const colour = colourOf(state, page.paint);
  const head = `${colour(`${SIGNS[state]} ${STATE_WORDS[state].padEnd(9)}`)} ${page.paint.strong(id.padEnd(idWidth))}  `;
  const margin = 2 + 9 + 1 + idWidth + 2;
  const text = indent(summary, margin, Math.max(page.width, margin + 24)).trimStart();
  if (!isTrouble(answer)) return head + text;
  const first = details.filter(({ severity }) => severity !== 'note').slice(0, MAX_DETAILS);
  const hidden = details.filter(({ severity }) => severity !== 'note').length - first.length;
  return [
    head + text,
    ...first.map((detail) => detailText(detail, page)),
    ...(hidden > 0 ? [`    and ${hidden} more: --json has them all`] : []),
  ].join('\n');
}

function detailText({ severity, message, remedy, rule, location }: PreflightDetail, { paint, width }: Page): string {
  const title = `    ${signed(severity, paint)} ${paint.strong(rule ?? '')}`;
  const place = location && paint.dim(placeText(location));
  // A place gets a line of its own before it is broken: it is there to be clicked on.
  const gap = stringWidth(`${title}  ${place}`) > width ? '\n      ' : '  ';
  return [
    place === undefined ? title : `${title}${gap}${place}`,
    indent(message, 6, width),
    ...(remedy === undefined ? [] : [indent(`${paint.good('What to do:')} ${remedy}`, 6, width)]),
  ].join('\n');
}

function sum(answers: readonly PreflightAnswer[], elapsedMs: number, paint: Paint): string {
  const counts = countStates(answers);
  const states = ANSWER_STATES.filter((state) => counts.has(state));
  const parts = states.map((state) => `${counts.get(state)} ${STATE_WORDS[state]}`);
  // What was skipped is not good: where nothing else is, neither is the sum.
  const worst = states.find((state) => isTrouble({ state })) ?? (counts.has('ok') ? 'ok' : 'skipped');
  const text = [counted(answers.length, 'question'), ...(parts.length === 0 ? [] : [parts.join(', ')])].join(': ');
  return `${colourOf(worst, paint)(SIGNS[worst])} ${paint.strong(text)} ${paint.dim(`(${(elapsedMs / 1000).toFixed(1)} s)`)}`;
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
