import { eventNumber, linkOfStep } from '../../core/trace/at-this-step.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { shortSentences } from '../../output/trace-sentence/short-sentences.ts';
import type { Scene } from '../scene.ts';
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
      said(scene).map((text) => el('p', {}, text)),
    ),
  );
}

function said({ events, model, isCut, state, lastStep }: Scene): string[] {
  if (isCut === true && state.step === lastStep) {
    return [`This lab has more steps than a page goes through: all that happens after step ${lastStep - 1}, at once.`];
  }
  return shortSentences(events, { os: model.os });
}

/** `link 1 of 2: R1 f0/0 -- R2 f0/0`, and which event of the lab makes it. */
function about({ events, end, state }: Scene): (Element | string)[] {
  const event = eventNumber(events);
  const lead = event === undefined ? '' : `event ${event} of the lab`;
  const link = linkOfStep(events, end);
  if (link !== undefined) {
    return [`${lead}${lead && ' · '}link ${link.number} of ${end.links.length}: `, name(link.link)];
  }
  if (lead !== '') return [lead];
  return [state.step === 0 ? 'before the first link' : 'the lab runs'];
}
