import { type Element, el, type Markup } from '../../output/markup/markup.ts';

/** Names of 10 kB would fill the page. */
const LONGEST = 600;

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

/** As much of a text as is read. */
export function shortText(text: string, most = LONGEST): string {
  return text.length <= most ? text : `${[...text.slice(0, 2 * most)].slice(0, most).join('')}…`;
}
