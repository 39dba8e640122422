import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

/** What check finds, and what to do about it. */
export function findingsPanel({ check: { findings } }: Scene): Element {
  return el(
    'section',
    { class: 'panel', id: 'findings', 'aria-label': 'Findings' },
    el('h2', {}, `Findings (${findings.length})`),
    el(
      'ul',
      {},
      findings.map(({ id, message, remedy }) => el('li', {}, `${id} ${message}: `, remedy.text)),
    ),
  );
}
