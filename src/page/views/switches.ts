import { offeredAllocators } from '../../core/model/offered-allocators.ts';
import { ALLOCATOR_WORDS } from '../../core/text/allocator-words.ts';
import { GENERATION_WORDS, GENERATIONS } from '../../core/text/generation-words.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';
import { isSeen } from '../seen.ts';
import { roomSwitch } from './room-switch.ts';

/** What the reader may change: which Dynamips runs, who gives the ports, and the size of the letters. */
export function switches(scene: Scene): Element {
  return el(
    'div',
    { class: 'switches', key: 'switches' },
    roomSwitch(scene),
    // What was seen does not depend on what is assumed.
    !isSeen(scene) && [generationSwitch(scene), rules(scene)],
    large(scene),
  );
}

function generationSwitch({ generation }: Scene): Element {
  return el(
    'div',
    { class: 'segments', role: 'group', 'aria-label': 'Version of Dynamips' },
    el('span', { class: 'lead', 'aria-hidden': 'true' }, 'Dynamips'),
    GENERATIONS.map((one) =>
      el(
        'button',
        { type: 'button', 'data-do': `generation:${one}`, 'aria-pressed': one === generation ? 'true' : 'false' },
        GENERATION_WORDS[one],
      ),
    ),
  );
}

function rules(scene: Scene): Element {
  const { allocator } = scene;
  return el(
    'label',
    { class: 'rules' },
    el('span', {}, 'Ports given by'),
    el(
      'select',
      { 'data-do': 'allocator', id: 'allocator' },
      offeredAllocators(scene.model).map((one) =>
        el('option', { value: one, selected: one === allocator, key: one }, ALLOCATOR_WORDS[one]),
      ),
    ),
  );
}

function large({ choices }: Scene): Element {
  return el(
    'button',
    {
      type: 'button',
      class: 'large',
      'data-do': 'large',
      'aria-pressed': choices.isLarge ? 'true' : 'false',
      title: 'Large letters for a projector',
    },
    el('span', { 'aria-hidden': 'true' }, 'A', el('b', {}, 'A')),
    el('span', { class: 'visually-hidden' }, 'Large letters'),
  );
}
