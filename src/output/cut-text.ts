import stringWidth from 'string-width';

/**
 * Text of which each character takes one column: ASCII, letters of Latin, Greek and Cyrillic, and the signs
 * that are used here. Measuring such text by Unicode's rules costs more than all the rest.
 */
const SINGLE =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2190-\u22ff\u2713\u2717\u2800-\u28ff]*$/;

export function isSingle(text: string): boolean {
  return SINGLE.test(text);
}

/** How a colour, or its end, is written to a terminal. */
const COLOURS = /\u001b\[[\d;]*m/g;

export function withoutColours(text: string): string {
  return text.includes('\u001b') ? text.replace(COLOURS, '') : text;
}

/** Columns that text takes on a terminal. */
export function widthOf(text: string): number {
  if (SINGLE.test(text)) return text.length;
  const plain = withoutColours(text);
  return SINGLE.test(plain) ? plain.length : stringWidth(plain);
}

/** Columns of the longest of the texts; there may be more of them than a function takes arguments. */
export function widestOf(texts: Iterable<string>): number {
  let widest = 0;
  for (const text of texts) widest = Math.max(widest, widthOf(text));
  return widest;
}

/**
 * Text without colours that takes at most `width` columns, one or more: what does not fit is left out, and
 * `…` says so.
 */
export function cutText(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = '';
  let cutWidth = 0;
  for (const character of text) {
    const next = widthOf(character);
    if (cutWidth + next > width - 1) break;
    cut += character;
    cutWidth += next;
  }
  return `${cut}…`;
}

/** Text without colours whose middle is left out where it takes more than `width` columns: `gns3-…org`. */
export function cutMiddle(text: string, width: number): string {
  const end = Math.floor((width - 1) / 2);
  const start = width - 1 - end;
  if (SINGLE.test(text)) {
    return text.length <= width ? text : `${text.slice(0, start)}…${text.slice(text.length - end)}`;
  }
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  return `${charactersWithin(characters, start).join('')}…${charactersWithin(characters.reverse(), end).reverse().join('')}`;
}

/** The first of the characters, as many as take no more than `width` columns. */
function charactersWithin(characters: readonly string[], width: number): string[] {
  let taken = 0;
  const end = characters.findIndex((character) => {
    taken += widthOf(character);
    return taken > width;
  });
  return end < 0 ? [...characters] : characters.slice(0, end);
}
