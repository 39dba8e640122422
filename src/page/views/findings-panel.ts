import type { Consequence, Finding } from '../../core/checks/finding.ts';
import type { Generation } from '../../core/kernel/dynamips-version.ts';
import { counted } from '../../core/text/counted.ts';
import { GENERATION_WORDS } from '../../core/text/generation-words.ts';
import { placeText } from '../../core/text/place-text.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { safeText } from '../../output/safe-text.ts';
import { shortText } from '../../output/short-text.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { copyButton } from './copy-button.ts';
import { generationTitled } from './generation-words.ts';
import { panel } from './panel.ts';
import { SEVERITY_SIGNS } from './severity-signs.ts';
import { signMark } from './sign-mark.ts';

/** More are not read on a page; the command lists them. */
const MOST = 50;

/** What the checks have found, the worst first, with what will be seen and what to do. */
export function findingsPanel(scene: Scene): Element {
  if (isCovered(scene, 'findings')) {
    const text =
      scene.choices.isPredicting === true ? 'Findings come after your answer.' : 'Hidden while the quiz goes on.';
    return panel({ id: 'findings', title: 'Findings' }, el('p', { class: 'empty' }, text));
  }
  const { findings } = scene.check;
  const usual = findings.filter(({ isUsual }) => isUsual === true);
  const others = findings.filter(({ isUsual }) => isUsual !== true);
  return panel(
    { id: 'findings', title: 'Findings', count: others.length },
    others.length === 0 && el('p', { class: 'empty' }, noneText(scene)),
    list(others, scene),
    usual.length > 0 &&
      el(
        'details',
        { key: 'usual' },
        el('summary', {}, `${counted(usual.length, 'note')} that nearly every lab has`),
        list(usual, scene),
      ),
  );
}

/** What was looked at, for "none" alone says nothing. */
function noneText({ check }: Scene): string {
  const links = check.labs.reduce((sum, { linkCount }) => sum + linkCount, 0);
  const hypervisors = check.labs.reduce((sum, { hypervisorCount }) => sum + hypervisorCount, 0);
  const size = `${counted(links, 'link')} on ${counted(hypervisors, 'hypervisor')}`;
  const open = check.unanswered?.length ?? 0;
  const unanswered = open === 0 ? '' : ` The addresses of ${counted(open, 'host')} are not known.`;
  return `None. The checks looked at the lab file (${size}), for both generations of Dynamips. No socket and no other program was looked at.${unanswered}`;
}

function list(findings: readonly Finding[], scene: Scene): Element | undefined {
  if (findings.length === 0) return undefined;
  return el(
    'ol',
    { class: 'findings-list' },
    findings.slice(0, MOST).map((finding, index) => item(finding, index, scene)),
    findings.length > MOST &&
      el(
        'li',
        { class: 'more' },
        `and ${findings.length - MOST} more: `,
        el('code', {}, 'niostat check'),
        ' lists them',
      ),
  );
}

function item(finding: Finding, index: number, { generation }: Scene): Element {
  const { id, slug, severity, message, consequences, remedy, location } = finding;
  return el(
    'li',
    { class: `finding ${severity}`, key: `${id} ${index}` },
    el('h3', {}, signMark(SEVERITY_SIGNS[severity]), ` ${severity} `, el('span', { class: 'id' }, `${id} ${slug}`)),
    location !== undefined && el('p', { class: 'place' }, el('bdi', {}, text(placeText(location)))),
    el('p', { class: 'message' }, text(message)),
    consequences.length > 0 && seen(consequences, generation),
    el('p', { class: 'remedy' }, el('b', {}, 'What to do: '), text(remedy.text)),
    remedy.paste !== undefined && paste(remedy.paste, `the lines of ${id}`),
    el(
      'p',
      { class: 'explain' },
      'Why: ',
      el('code', {}, `niostat explain ${id}`),
      copyButton(`niostat explain ${id}`, `niostat explain ${id}`),
    ),
  );
}

/** What is seen with each generation; the one that the page shows comes first. */
function seen(consequences: readonly Consequence[], generation: Generation): Element {
  const isShown = ({ dynamips }: Consequence): boolean => generationTitled(dynamips) === generation;
  const sorted = [...consequences.filter(isShown), ...consequences.filter((one) => !isShown(one))];
  return el(
    'ul',
    { class: 'seen' },
    sorted.map((one) => {
      const titled = generationTitled(one.dynamips);
      const title = titled === undefined ? one.dynamips : `Dynamips ${GENERATION_WORDS[titled]}`;
      const links = one.links ?? [];
      return el(
        'li',
        { class: isShown(one) ? 'shown' : 'other', key: title },
        el('b', {}, `${text(title)}: `),
        text(one.text),
        links.length > 0 &&
          el(
            'ul',
            {},
            links.map((link) => el('li', { dir: 'auto' }, text(link))),
          ),
      );
    }),
  );
}

function paste(lines: string, what: string): Element {
  const safe = lines.split('\n').map(safeText).join('\n');
  return el(
    'div',
    { class: 'paste' },
    el('pre', { tabindex: 0, role: 'group', 'aria-label': what }, el('code', {}, safe)),
    copyButton(safe, what),
  );
}

function text(whole: string): string {
  return shortText(safeText(whole));
}
