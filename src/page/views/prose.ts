import { type Element, el, type Markup } from '../../output/markup/markup.ts';
import { shortText } from '../../output/short-text.ts';

/** A paragraph in words of our own, with names of a lab in it; commands in `backticks` are code. */
export function paragraph(text: string, attributes: { readonly class?: string } = {}): Element {
  return el('p', { dir: 'auto', ...attributes }, prose(text));
}

/** The same as the inside of another element. */
export function prose(text: string): readonly Markup[] {
  return shortText(text)
    .split('`')
    .map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part))
    .filter((part) => part !== '');
}
