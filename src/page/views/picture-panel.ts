import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The lab as it is at this step. */
export function picturePanel({ state }: Scene): Element {
  return el(
    'section',
    { class: 'panel picture', 'aria-label': 'Picture' },
    el(
      'ul',
      {},
      state.devices.map(({ device, hypervisor }) => el('li', {}, `${device} on ${hypervisor}`)),
    ),
  );
}
