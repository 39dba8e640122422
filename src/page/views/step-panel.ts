import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** What happened at this step, and why. */
export function stepPanel({ state, lastStep, events }: Scene): Element {
  return el(
    'section',
    { class: 'panel step', 'aria-label': 'Step', 'data-say': true },
    el('h2', {}, `Step ${state.step} of ${lastStep}`),
    events.map(({ at, event }) => el('p', {}, `${at} ${event}`)),
  );
}
