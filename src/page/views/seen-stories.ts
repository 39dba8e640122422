import { counted } from '../../core/text/counted.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { LinksOnPage, SeenHost, StoryOnPage } from '../../output/page/links-on-page.ts';
import { stateOfFates } from '../../output/picture/look.ts';
import { shortName } from '../../output/short-name.ts';
import type { Scene } from '../scene.ts';
import { commandLines } from './command-line.ts';
import { name } from './name.ts';
import { panel } from './panel.ts';
import { paragraph, prose } from './prose.ts';
import { signMark } from './sign-mark.ts';

/** More stories or hosts than these are counted. */
const MOST = 20;

/** With `links`: what is broken and why, one story for each cause, and what could not be seen. */
export function seenStories({ data }: Scene): Element | undefined {
  const { links } = data;
  if (links === undefined) return undefined;
  const { stories, notMade, hosts } = links;
  const more = stories.length - MOST;
  return panel(
    { id: 'causes', title: 'What is not well, and why', count: stories.length + notMade.length },
    hosts.filter((host) => !host.isRead || host.limits.length > 0).map(hostLimits),
    stories.length + notMade.length === 0 && el('p', { class: 'empty' }, noneText(links)),
    el('ol', { class: 'stories' }, stories.slice(0, MOST).map(story)),
    more > 0 &&
      el('p', { class: 'more' }, `and ${more} more: `, el('code', {}, 'niostat links --explain'), ' tells all'),
    notMade
      .slice(0, MOST)
      .map(({ name: link, reason }, index) =>
        el('p', { class: 'not-made', key: `not made ${index}` }, '✗ Never made: ', name(link), ': ', ...prose(reason)),
      ),
    notMade.length > MOST && el('p', { class: 'more' }, `and ${notMade.length - MOST} more that are never made`),
  );
}

/** "None" alone says nothing: what is not broken may not have been seen. */
function noneText({ links, hosts, outcome }: LinksOnPage): string {
  const read = hosts.filter(({ isRead }) => isRead).map((host) => shortName(host.name));
  if (links.length === 0) return `No link was seen on ${read.join(', ') || 'any host'}.`;
  const open = outcome === 'unknown' ? ' Not everything could be seen.' : '';
  return `Nothing: ${counted(links.length, 'link')} seen by the sockets of ${read.join(', ')}. No frame was sent.${open}`;
}

/** What of a host could not be seen; one that was not read is never passed over. */
function hostLimits({ name: host, isRead, limits }: SeenHost): Element {
  const [first, ...others] = isRead ? limits : [`not read; of its ends nothing is known`, ...limits];
  return el(
    'div',
    { class: 'host-limits', key: `host ${host}` },
    el('p', { dir: 'auto' }, el('b', {}, '! '), name(host), ': ', ...prose(first ?? '')),
    others.length > 0 &&
      el(
        'ul',
        {},
        others.slice(0, MOST).map((limit, index) => el('li', { key: index, dir: 'auto' }, prose(limit))),
      ),
  );
}

function story(told: StoryOnPage, index: number): Element {
  const { states, fates, names, more, sentence, explanations, facts, remedy, commands } = told;
  const isOpen = stateOfFates(fates) === 'unknown';
  return el(
    'li',
    { class: isOpen ? 'story open' : 'story broken', key: `story ${index}` },
    el(
      'h3',
      {},
      signMark(isOpen ? '? ' : '✗ '),
      el('b', {}, states.join(', ')),
      ' ',
      names.flatMap((one, place) => [...(place === 0 ? [] : [', ']), name(one, { class: 'link-name' })]),
      more > 0 && ` and ${more} more`,
    ),
    paragraph(sentence, { class: 'sentence' }),
    explanations.map((text) => paragraph(text)),
    facts.length > 0 &&
      el(
        'ul',
        { class: 'facts' },
        facts.map((fact, place) => el('li', { key: place, dir: 'auto' }, prose(fact))),
      ),
    remedy !== undefined && el('p', { class: 'remedy', dir: 'auto' }, el('b', {}, 'What to do: '), prose(remedy)),
    commandLines(commands),
  );
}
