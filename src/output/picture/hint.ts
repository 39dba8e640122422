import { type Element, el } from '../markup/markup.ts';
import { safeText } from '../safe-text.ts';

/** What is shown where the pointer rests, and read by a screen reader. */
export function hint(text: string): Element {
  return el('title', {}, safeText(text));
}
