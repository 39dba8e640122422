import type { Generation } from '../../core/kernel/dynamips-version.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { allocatorsFor } from '../make-scene.ts';
import type { Scene } from '../scene.ts';

/** Which Dynamips runs, and who gives the ports. */
export function switches(scene: Scene): Element {
  const { generation, allocator, choices } = scene;
  const button = (name: Generation, text: string) =>
    el(
      'button',
      { type: 'button', 'data-do': `generation:${name}`, 'aria-pressed': String(generation === name) },
      text,
    );
  return el(
    'div',
    { class: 'switches', role: 'group', 'aria-label': 'How the lab runs' },
    button('before-0.2.18', 'up to 0.2.17'),
    button('from-0.2.18', '0.2.18 and later'),
    el(
      'select',
      { 'data-do': 'allocator', 'aria-label': 'Who gives the ports', value: allocator },
      allocatorsFor(scene).map((name) => el('option', { value: name, selected: name === allocator }, name)),
    ),
    el('button', { type: 'button', 'data-do': 'large', 'aria-pressed': String(choices.isLarge) }, 'Large letters'),
  );
}
