import { type Element, el } from '../../output/markup/markup.ts';
import type { QuestionDetail, QuestionOnPage, QuestionState } from '../../output/page/questions-on-page.ts';
import type { Scene } from '../scene.ts';
import { commandLines } from './command-line.ts';
import { panel } from './panel.ts';
import { prose } from './prose.ts';
import { STATE_LOOK } from './question-state.ts';
import { SEVERITY_SIGNS } from './severity-signs.ts';
import { signMark } from './sign-mark.ts';

/** More details of one answer are counted. */
const MOST = 20;

/** The panels of the page that show what a question is about. */
const PANEL_OF: Readonly<Record<string, { readonly id: string; readonly title: string }>> = {
  checks: { id: 'findings', title: 'Findings' },
  ports: { id: 'ports', title: 'Ports' },
  ranges: { id: 'ports', title: 'Ports' },
  consoles: { id: 'consoles', title: 'Consoles' },
};

/**
 * With `preflight`: every question with its answer, what it rests on and what to do, and where on the page
 * more of it is. An answer with trouble is open from the start, and closed by the same button.
 */
export function checklist({ data, choices }: Scene): Element | undefined {
  const { questions: all } = data;
  if (all === undefined) return undefined;
  const { questions, next, afterwards } = all;
  return panel(
    { id: 'checklist', title: 'Questions', count: questions.length },
    el(
      'ol',
      { class: 'questions' },
      questions.map((question) => item(question, choices.open.has(panelOf(question)) !== isTrouble(question))),
    ),
    el(
      'div',
      { class: 'next' },
      el('h3', {}, 'Next'),
      next.commands.length > 0 ? commandLines(next.commands) : el('p', { dir: 'auto' }, prose(next.text)),
      afterwards !== undefined && el('p', { dir: 'auto' }, prose(afterwards)),
    ),
  );
}

/** What `open:` calls an answer. */
function panelOf({ id }: QuestionOnPage): string {
  return `question-${id}`;
}

function isTrouble({ state }: QuestionOnPage): boolean {
  return state !== 'ok' && state !== 'skipped';
}

function item(question: QuestionOnPage, isOpen: boolean): Element {
  const { id, title, state, summary } = question;
  const body = hasMore(question) ? answerBody(question) : undefined;
  const words = [
    stateMark(state),
    el('span', { class: 'question-title' }, title),
    el('span', { class: 'question-summary', dir: 'auto' }, prose(summary)),
  ];
  const bodyId = `${panelOf(question)}-more`;
  return el(
    'li',
    { key: id, id: panelOf(question), class: `question ${state}` },
    el(
      'div',
      { class: 'question-head' },
      body === undefined
        ? el('div', { class: 'question-line' }, words)
        : el(
            'button',
            {
              ...{ type: 'button', class: 'question-line', 'data-do': `open:${panelOf(question)}` },
              ...{ 'aria-expanded': isOpen ? 'true' : 'false', 'aria-controls': bodyId },
            },
            words,
          ),
      panelButton(id),
    ),
    body !== undefined && el('div', { class: 'question-more', id: bodyId, hidden: !isOpen }, body),
  );
}

/** Sign and word; nobody has to know the colour. */
function stateMark(state: QuestionState): Element {
  const { sign, word } = STATE_LOOK[state];
  return el('span', { class: 'mark' }, signMark(sign), ` ${word}`);
}

function panelButton(id: string): Element | undefined {
  const target = PANEL_OF[id];
  if (target === undefined) return undefined;
  return el('button', { type: 'button', class: 'show', 'data-do': `show:${target.id}` }, `Show ${target.title}`);
}

function hasMore({ details, commands, advice }: QuestionOnPage): boolean {
  return details.length > 0 || commands.length > 0 || advice !== undefined;
}

function answerBody({ details, commands, advice }: QuestionOnPage): (Element | undefined)[] {
  const more = details.length - MOST;
  return [
    details.length === 0
      ? undefined
      : el(
          'ul',
          { class: 'details' },
          details.slice(0, MOST).map((detail, index) => detailItem(detail, index)),
          more > 0 && el('li', { class: 'more' }, `and ${more} more: `, el('code', {}, 'niostat preflight -v')),
        ),
    advice === undefined ? undefined : el('p', { class: 'remedy', dir: 'auto' }, prose(advice)),
    commandLines(commands),
  ];
}

function detailItem({ severity, message, remedy, rule, place }: QuestionDetail, index: number): Element {
  return el(
    'li',
    { class: `detail ${severity}`, key: index },
    el(
      'p',
      { dir: 'auto' },
      el('b', { class: 'severity' }, `${SEVERITY_SIGNS[severity]} ${severity}`),
      rule !== undefined && [' ', el('span', { class: 'id' }, rule)],
      place !== undefined && [' ', el('bdi', { class: 'place' }, place)],
    ),
    el('p', { dir: 'auto' }, prose(message)),
    remedy !== undefined && el('p', { class: 'remedy', dir: 'auto' }, el('b', {}, 'What to do: '), prose(remedy)),
  );
}
