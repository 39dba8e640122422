import { type Element, el } from '../../output/markup/markup.ts';
import type { Scene } from '../scene.ts';

const KEYS: ReadonlyArray<readonly [keys: readonly string[], meaning: string]> = [
  [['→', '←'], 'one step forward, back'],
  [['Shift →', 'Shift ←'], 'one link forward, back'],
  [['Home', 'End'], 'first step, last step'],
  [['Space'], 'play, pause'],
  [['g'], 'the other generation of Dynamips'],
  [['a'], 'the next rules that give the ports'],
  [['/'], 'find an end, a port or a router'],
  [['w'], 'why: what happens at this step'],
  [['t'], 'table of sockets'],
  [['f'], 'findings'],
  [['z'], 'quiz on, off'],
  [['1', '9'], 'answer of the quiz'],
  [['h'], 'hint'],
  [['p'], 'print the handout'],
  [['?'], 'these keys'],
  [['Esc'], 'close'],
];

/** All keys; hidden until the reader asks for them. */
export function keysHelp({ choices }: Scene): Element {
  return el(
    'section',
    { class: 'keys-help', key: 'keys', id: 'keys', 'aria-labelledby': 'keys-title', hidden: !choices.open.has('keys') },
    el(
      'div',
      { class: 'panel-head' },
      el('h2', { id: 'keys-title' }, 'Keys'),
      el('button', { type: 'button', 'data-do': 'keys' }, 'Close'),
    ),
    el(
      'dl',
      {},
      KEYS.map(([keys, meaning]) => el('div', {}, el('dt', {}, ...kbds(keys)), el('dd', {}, meaning))),
    ),
  );
}

function kbds([first = '', second]: readonly string[]): (Element | string)[] {
  const one = el('kbd', {}, first);
  return second === undefined ? [one] : [one, first === '1' ? '–' : ' ', el('kbd', {}, second)];
}
