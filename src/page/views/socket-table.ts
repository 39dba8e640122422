import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

const COLUMNS = ['End', 'Local', 'Foreign', 'Sends to', 'Hears'];

/** The sockets as netstat would list them, with what netstat does not tell: who hears whom. */
export function socketTable({ state: { sockets } }: Scene): Element {
  const nameOf = (index: number | undefined): string => (index === undefined ? '-' : (sockets[index]?.end ?? '?'));
  return el(
    'section',
    { class: 'panel', id: 'sockets', 'aria-label': 'Sockets' },
    el('h2', {}, `Sockets (${sockets.length})`),
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          COLUMNS.map((name) => el('th', { scope: 'col' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        sockets.map(({ index, end, port, local = `port ${port}`, remote = '-', to, hears }) =>
          el(
            'tr',
            { key: index },
            el('th', { scope: 'row' }, end),
            [local, remote, nameOf(to), hears.map(nameOf).join(', ')].map((text) => el('td', {}, text)),
          ),
        ),
      ),
    ),
  );
}
