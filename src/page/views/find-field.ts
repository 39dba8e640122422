import { type Element, el } from '../../output/markup/markup.ts';

/** The field for words that the rows of a table are to have; `placeholder` says of what. */
export function findField(find: string, placeholder: string): Element {
  return el(
    'label',
    { class: 'find' },
    el('span', {}, 'Find'),
    el('input', {
      type: 'search',
      id: 'find',
      'data-do': 'find',
      value: find,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder,
    }),
  );
}

/** True if each word that was typed is somewhere in the texts of a row, in letters of either case. */
export function isFound(find: string, ...texts: readonly (string | number | undefined)[]): boolean {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const row = texts.join(' ').toLowerCase();
  return words.every((word) => row.includes(word));
}
