import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The lab as it is at this step. */
export function picturePanel({ state }: Scene): Element {
  return el(
    'section',
    { class: 'panel picture', key: 'picture', 'aria-labelledby': 'picture-title' },
    el('h2', { id: 'picture-title', class: 'visually-hidden' }, 'The lab'),
    el(
      'ul',
      {},
      state.devices.map(({ device, hypervisor }) => el('li', {}, `${device} on ${hypervisor}`)),
    ),
  );
}
