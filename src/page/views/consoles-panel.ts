import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** The TCP ports of consoles. */
export function consolesPanel({ simulation: { consoles } }: Scene): Element {
  return el(
    'section',
    { class: 'panel', id: 'consoles', 'aria-label': 'Consoles' },
    el('h2', {}, `Consoles (${consoles.length})`),
    el(
      'ul',
      {},
      consoles.map(({ device, host, port, type }) => el('li', {}, `${device} ${type} ${host}:${port}`)),
    ),
  );
}
