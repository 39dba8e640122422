import { counted } from '../../core/text/counted.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { SeenEnd, SeenLink } from '../../output/page/links-on-page.ts';
import { FATE_LOOK } from '../../output/picture/fate-look.ts';
import type { Scene } from '../scene.ts';
import { findField, isFound } from './find-field.ts';
import { name } from './name.ts';
import { pager, pagesOf, ROWS } from './pager.ts';
import { panel } from './panel.ts';
import { prose } from './prose.ts';
import { scroller } from './scroller.ts';
import { seenFate } from './seen-fate.ts';
import { signMark } from './sign-mark.ts';
import { table } from './table.ts';

/** The columns; what a lab says is left out where no lab was named. */
const COLUMNS = {
  state: 'State',
  link: 'Link',
  end: 'End',
  expected: 'The lab says',
  seen: 'Seen',
} as const;

/** With `links`: each end of each link as the lab says it, and beside it as it was seen. */
export function seenTable({ data, choices }: Scene): Element | undefined {
  const { links } = data;
  if (links === undefined) return undefined;
  const found = links.links.filter((link) => matches(link, choices.find));
  const pages = pagesOf(found.length);
  const page = Math.min(Math.max(0, choices.tablePage), pages - 1);
  const isSearched = choices.find.trim() !== '';
  return panel(
    {
      id: 'seen',
      title: data.labs.length > 0 ? 'Expected and seen' : 'Links that were seen',
      count: links.links.length,
      tools: [findField(choices.find, 'state, end, port')],
    },
    links.filteredOut > 0 &&
      el('p', { class: 'limit' }, `! ${counted(links.filteredOut, 'link')} left out by the filter of the command`),
    isSearched &&
      el('p', { class: 'found', role: 'status' }, `${found.length} of ${counted(links.links.length, 'link')}`),
    found.length > 0 &&
      scroller('Table of links', ofLinks(found.slice(page * ROWS, (page + 1) * ROWS), data.labs.length > 0)),
    pages > 1 && pager('page', page, found.length),
  );
}

function matches({ name: link, state, ends }: SeenLink, find: string): boolean {
  const texts = ends.flatMap(({ name: end, host, expected, socket }) => [
    ...[end, host, expected?.port, expected?.peer],
    ...[socket?.local, socket?.peer, socket?.owner],
  ]);
  return isFound(find, link, state, ...texts);
}

function ofLinks(links: readonly SeenLink[], hasLabs: boolean): Element {
  const { state, link, end, expected, seen } = COLUMNS;
  return table(
    {
      caption: 'Each link with both of its ends, as the lab says them and as they were seen',
      columns: hasLabs ? [state, link, end, expected, seen] : [state, link, end, seen],
      class: 'seen-table',
    },
    links.map((one, index) => linkRows(one, index, hasLabs)),
  );
}

/** A link is a group of rows, one for each end. */
function linkRows(link: SeenLink, index: number, hasLabs: boolean): Element {
  const { name: title, lab, ends } = link;
  const rows = ends.length;
  return el(
    'tbody',
    {
      role: 'rowgroup',
      key: `link ${lab ?? ''} ${title ?? index}`,
      class: 'seen-link',
    },
    ends.map((end, place) =>
      el(
        'tr',
        { role: 'row', key: place },
        place === 0 && el('td', { role: 'cell', rowspan: rows, 'data-title': COLUMNS.state }, stateMark(link)),
        place === 0 &&
          el('th', { role: 'rowheader', scope: 'rowgroup', rowspan: rows, 'data-title': COLUMNS.link }, titleOf(link)),
        el(
          'td',
          { role: 'cell', 'data-title': COLUMNS.end },
          name(end.name),
          el('small', { class: 'quiet' }, name(end.host)),
        ),
        hasLabs && el('td', { role: 'cell', 'data-title': COLUMNS.expected }, expectedCell(end)),
        el(
          'td',
          { role: 'cell', class: `seen-${end.seen.replace(' ', '-')}`, 'data-title': COLUMNS.seen },
          seenCell(end),
          [end.frames, end.remark].map(
            (text) => text !== undefined && el('small', { class: 'quiet', dir: 'auto' }, prose(text)),
          ),
        ),
      ),
    ),
  );
}

/** Its name, where a lab gives one, and what is the matter in a few words. */
function titleOf({ name: title, partOf, remark }: SeenLink): (Element | string)[] {
  const own = title === undefined ? [] : [name(title)];
  const whole = partOf === undefined ? own : [el('span', { class: 'quiet' }, 'tunnel of '), name(partOf)];
  const said = remark === '' ? [] : [el('small', { class: 'remark', dir: 'auto' }, prose(remark))];
  return whole.length + said.length === 0 ? ['-'] : [...whole, ...said];
}

/** The word of links, with the sign and the colour of what becomes of the frames. */
function stateMark(link: SeenLink): Element {
  const fate = seenFate(link);
  return el('span', { class: `mark fate-${fate}` }, signMark(FATE_LOOK[fate].sign), ` ${link.state}`);
}

function expectedCell({ expected }: SeenEnd): Element | string {
  if (expected === undefined) return '-';
  return ports(String(expected.port), expected.peer);
}

function seenCell({ seen, socket }: SeenEnd): (Element | string)[] {
  if (seen === 'not known') return ['? not known: it was not looked for'];
  if (seen === 'none' || socket === undefined) return ['✗ no socket'];
  const owner = socket.owner === undefined ? [] : [el('small', { class: 'quiet' }, name(socket.owner))];
  const other =
    seen === 'other' ? [el('b', {}, 'somebody else: ')] : seen === 'elsewhere' ? [el('b', {}, 'elsewhere: ')] : [];
  return [...other, ports(socket.local, socket.peer), ...owner];
}

/** `10000 → far:10100`: where it listens, and where it sends. */
function ports(local: string, peer: string): Element {
  return el(
    'span',
    { class: 'ports-of-end' },
    name(local),
    el('span', { 'aria-hidden': 'true' }, ' → '),
    el('span', { class: 'visually-hidden' }, ' sends to '),
    name(peer),
  );
}
