import { type Element, el } from '../../output/markup/markup.ts';
import type { ChangeOnPage, DiffLine, FileOnPage, LeftOnPage, PlanOnPage } from '../../output/page/plan-on-page.ts';
import type { Scene } from '../scene.ts';
import { commandLines } from './command-line.ts';
import { name } from './name.ts';
import { panel } from './panel.ts';
import { paragraph, prose } from './prose.ts';
import { SEVERITY_SIGNS } from './severity-signs.ts';

/** More changes than these, or findings that are left, are counted. */
const MOST = 100;

/** With `plan`: each number that changes and why, the lines of the files, the proof, and what writes them. */
export function planChanges({ data }: Scene): Element | undefined {
  const { plan } = data;
  if (plan === undefined) return undefined;
  const { changes, obstacles, limits, proof } = plan;
  return panel(
    { id: 'changes', title: 'Changes', count: changes.length },
    obstacles.map((text) => paragraph(`✗ No room: ${text}`, { class: 'obstacle' })),
    changes.length > 0 && changeList(changes),
    plan.files.map(diff),
    proof !== '' && paragraph(proof, { class: 'proof' }),
    leftList(plan.left),
    limits.map((text) => paragraph(`! ${text}`, { class: 'limit' })),
    ending(plan),
  );
}

function changeList(changes: readonly ChangeOnPage[]): Element {
  const more = changes.length - MOST;
  return el(
    'ol',
    { class: 'changes-list' },
    changes.slice(0, MOST).map((change, index) => item(change, index)),
    more > 0 && el('li', { class: 'more' }, `and ${more} more: `, el('code', {}, 'niostat plan'), ' lists them'),
  );
}

function item({ owner, lab, what, from, to, place, reasons }: ChangeOnPage, index: number): Element {
  return el(
    'li',
    { class: 'change', key: index },
    el(
      'p',
      { class: 'moved' },
      name(owner),
      lab !== undefined && [' in ', name(lab)],
      `: ${what} `,
      ...(from === to
        ? [el('b', {}, String(to)), ', now written down']
        : [
            el('del', {}, el('span', { class: 'visually-hidden' }, 'from '), String(from)),
            el('span', { 'aria-hidden': 'true' }, ' → '),
            el('ins', {}, el('span', { class: 'visually-hidden' }, ' to '), String(to)),
          ]),
      ' ',
      name(place, { class: 'place' }),
    ),
    reasons.map((reason) => el('p', { class: 'why', dir: 'auto' }, 'why: ', prose(reason))),
  );
}

/** The lines as a diff has them: its signs say the same as the colours. */
function diff({ file, lines, more }: FileOnPage): Element {
  return el(
    'details',
    { class: 'diff', key: `diff ${file}`, open: lines.length <= 40 },
    el('summary', {}, 'Lines of ', name(file)),
    el(
      'pre',
      { tabindex: 0, role: 'region', 'aria-label': `Lines that change of ${file.slice(0, 100)}` },
      lines.map(diffLine),
    ),
    more !== undefined &&
      el('p', { class: 'more' }, `and ${more} more lines: `, el('code', {}, 'niostat plan'), ' prints them'),
  );
}

function diffLine({ kind, text }: DiffLine, index: number): Element {
  const tag = kind === 'removed' ? 'del' : kind === 'added' ? 'ins' : 'span';
  return el(tag, { class: `line ${kind}`, key: index }, `${text}\n`);
}

function leftList(left: readonly LeftOnPage[]): Element | undefined {
  if (left.length === 0) return undefined;
  return el(
    'ul',
    { class: 'left-list' },
    left
      .slice(0, MOST)
      .map(({ severity, id, slug, message, place, remedy }, index) =>
        el(
          'li',
          { class: `detail ${severity}`, key: index },
          el(
            'p',
            {},
            el('b', { class: 'severity' }, `${SEVERITY_SIGNS[severity]} ${severity}`),
            ` ${id} ${slug}`,
            place !== undefined && [' ', name(place, { class: 'place' })],
          ),
          paragraph(message),
          el('p', { class: 'remedy', dir: 'auto' }, el('b', {}, 'What to do: '), prose(remedy)),
        ),
      ),
    left.length > MOST && el('li', { class: 'more' }, `and ${left.length - MOST} more`),
  );
}

function ending({ written, advice, command }: PlanOnPage): (Element | undefined)[] {
  const title = command === undefined ? undefined : el('h3', {}, 'What writes the changed lab');
  return [
    written === undefined ? undefined : paragraph(written),
    advice === undefined
      ? undefined
      : el('p', { class: 'remedy', dir: 'auto' }, el('b', {}, 'What to do: '), prose(advice)),
    title,
    command === undefined ? undefined : commandLines([command]),
  ];
}
