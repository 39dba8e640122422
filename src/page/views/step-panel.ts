import { eventNumber, linkNumber } from '../../core/trace/at-this-step.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { shortName } from '../../output/short-name.ts';
import { sentencesOf } from '../../output/trace-sentence/step-sentences.ts';
import type { Scene } from '../scene.ts';
import { name } from './name.ts';
import { shortText } from './prose.ts';

/** Which step this is, of which link, and what happens in one to three sentences. */
export function stepPanel(scene: Scene): Element {
  const { state, lastStep } = scene;
  return el(
    'section',
    { id: 'why', class: 'panel step', key: 'step', 'aria-labelledby': 'step-title' },
    el('h2', { id: 'step-title' }, `Step ${state.step} of ${lastStep}`),
    el('p', { class: 'about' }, about(scene)),
    el(
      'div',
      { class: 'said', 'data-say': '' },
      said(scene).map((text) => el('p', {}, text)),
    ),
  );
}

/** Characters of a sentence: a name may have 10 kB. */
const LONGEST = 400;

/** The event with its names as they are shown elsewhere. */
function withShortNames<T extends object>(event: T): T {
  return Object.fromEntries(Object.entries(event).map(([field, value]) => [field, inShort(value)])) as T;
}

function inShort(value: unknown): unknown {
  // A link is two names.
  if (typeof value === 'string')
    return value
      .split(' -- ')
      .map((one) => shortName(one))
      .join(' -- ');
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? withShortNames(value) : value;
}

function said({ events, model, isCut, state, lastStep }: Scene): string[] {
  if (isCut === true && state.step === lastStep) {
    return [`This lab has more steps than a page goes through: all that happens after step ${lastStep - 1}, at once.`];
  }
  return sentencesOf(events.map(withShortNames), { os: model.os }).map((text) => shortText(text, LONGEST));
}

/** `link 1 of 2: R1 f0/0 -- R2 f0/0`, and which event of the lab makes it. */
function about({ events, end, state }: Scene): (Element | string)[] {
  const event = eventNumber(events);
  const lead = event === undefined ? '' : `event ${event} of the lab`;
  // A hypervisor that stops may take several links with it.
  const number = events[0]?.event === 'stop' ? undefined : linkNumber(events);
  const link = end.links.find((one) => one.number === number);
  if (link !== undefined) {
    return [`${lead}${lead && ' · '}link ${link.number} of ${end.links.length}: `, name(link.link)];
  }
  if (lead !== '') return [lead];
  return [state.step === 0 ? 'before the first link' : 'the lab runs'];
}
