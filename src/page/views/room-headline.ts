import { type Element, el } from '../../output/markup/markup.ts';
import type { LinksOnPage } from '../../output/page/links-on-page.ts';
import type { PlanOnPage } from '../../output/page/plan-on-page.ts';
import type { QuestionsOnPage } from '../../output/page/questions-on-page.ts';
import { shortName, shortTitle } from '../../output/short-name.ts';
import { shortText } from '../../output/short-text.ts';
import type { Scene } from '../scene.ts';
import { isSeen } from '../seen.ts';
import { headline } from './headline.ts';
import { STATE_LOOK } from './question-state.ts';
import { signMark } from './sign-mark.ts';

/** What the command of the page has to say first; where it has nothing to add, what is predicted. */
export function roomHeadline(scene: Scene): Element {
  const { data } = scene;
  if (data.links !== undefined && isSeen(scene)) return linksHeadline(data.links, data.reloadSeconds);
  if (data.questions !== undefined) return questionsHeadline(data.questions, data.title);
  if (data.plan !== undefined) return planHeadline(data.plan, data.title);
  return headline(scene);
}

type HeadlineState = 'broken' | 'open' | 'works';

function head(state: HeadlineState, sign: string, text: string, premise: string): Element {
  return el(
    'div',
    { class: `headline ${state}`, key: 'headline' },
    el('h1', { id: 'headline', tabindex: -1 }, signMark(sign), el('bdi', {}, shortText(text))),
    el('p', { class: 'premise', dir: 'auto' }, premise),
  );
}

function linksHeadline(
  { outcome, headline: text, at, hosts }: LinksOnPage,
  reloadSeconds: number | undefined,
): Element {
  const [state, sign] = ({ clean: ['works', '→'], findings: ['broken', '✗'], unknown: ['open', '?'] } as const)[
    outcome
  ];
  const read = hosts.filter(({ isRead }) => isRead).map(({ name }) => shortName(name));
  const where = read.length === 0 ? 'no host was read' : `the sockets of ${read.join(', ')}`;
  const again = reloadSeconds === undefined ? 'Not looked at since.' : `Looked at again every ${reloadSeconds} s.`;
  return head(state, sign, text, `Seen at ${timeText(at)}: ${where}. ${again}`);
}

/** `08:40:05 on 2026-03-02 (UTC+01:00)`, of `2026-03-02T08:40:05+01:00`. */
function timeText(at: string): string {
  const [, day, time, zone] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})([+-]\d{2}:\d{2})$/.exec(at) ?? [];
  return day === undefined ? at : `${time} on ${day} (UTC${zone})`;
}

function questionsHeadline({ state, sum }: QuestionsOnPage, title: string): Element {
  const look = state === 'failed' || state === 'warning' ? 'broken' : state === 'ok' ? 'works' : 'open';
  return head(look, STATE_LOOK[state].sign, sum, `${shortTitle(title)} · before the lab starts`);
}

function planHeadline({ isWell, headline: text }: PlanOnPage, title: string): Element {
  return head(
    isWell ? 'works' : 'broken',
    isWell ? '✓' : '✗',
    text,
    `${shortTitle(title)} · ports with which the labs can run at once`,
  );
}
