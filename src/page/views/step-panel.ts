import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';
import { eventNumber, linkNumber } from './at-this-step.ts';
import { name } from './name.ts';

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
      scene.events.map(({ at, event }) => el('p', {}, `${at} ${event}`)),
    ),
  );
}

/** `link 1 of 2: R1 f0/0 -- R2 f0/0`, and which event of the lab makes it. */
function about({ events, end, state }: Scene): (Element | string)[] {
  const event = eventNumber(events);
  const lead = event === undefined ? '' : `event ${event} of the lab`;
  const number = linkNumber(events);
  const link = end.links.find((one) => one.number === number);
  if (link !== undefined) {
    return [`${lead}${lead && ' · '}link ${link.number} of ${end.links.length}: `, name(link.link)];
  }
  if (lead !== '') return [lead];
  return [state.step === 0 ? 'before the first link' : 'the lab runs'];
}
