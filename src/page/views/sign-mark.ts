import { type Element, el } from '../../output/markup/markup.ts';

/** A sign such as `✗`, which stands beside a word that says the same: it is not read out. */
export function signMark(text: string): Element {
  return el('span', { class: 'sign', 'aria-hidden': 'true' }, text);
}
