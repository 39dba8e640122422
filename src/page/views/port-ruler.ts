import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The UDP ports of each host: ranges, taken ports, overlaps. */
export function portRuler({ simulation: { hypervisors } }: Scene): Element {
  return el(
    'section',
    { class: 'panel', id: 'ports', 'aria-label': 'Ports' },
    el('h2', {}, 'Ports'),
    el(
      'ul',
      {},
      hypervisors.map(({ hypervisor, firstPort, lastPort }) =>
        el('li', {}, firstPort === undefined ? `${hypervisor}: none` : `${hypervisor}: ${firstPort}-${lastPort}`),
      ),
    ),
  );
}
