import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

const KEYS: ReadonlyArray<readonly [keys: string, meaning: string]> = [
  ['→ ←', 'one step'],
  ['Shift+→ ←', 'one link'],
  ['Home End', 'first and last step'],
  ['Space', 'play'],
];

/** All keys; hidden until asked for. */
export function keysHelp({ choices }: Scene): Element {
  return el(
    'section',
    { class: 'keys-help', id: 'keys', 'aria-label': 'Keys', hidden: !choices.open.has('keys') },
    el('h2', {}, 'Keys'),
    el(
      'dl',
      {},
      KEYS.map(([keys, meaning]) => [el('dt', {}, keys), el('dd', {}, meaning)]),
    ),
  );
}
