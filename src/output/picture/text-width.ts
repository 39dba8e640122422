import { safeText } from '../safe-text.ts';

/** Widths of characters in parts of the font size, on the safe side for the sans fonts of browsers. */
function widthOf(character: string): number {
  if (/^[\u0300-\u036f]$/.test(character)) return 0;
  if (character > '~') return character > '\u1100' ? 1.4 : 1;
  if (/[MW@%m…—]/.test(character)) return 0.98;
  if (/[A-Zw&#+=<>~]/.test(character)) return 0.76;
  if (/[ijlIt.,:;|!'()/[\] ]/.test(character)) return 0.42;
  return 0.64;
}

/** The width that a text has at most, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return Math.ceil(width * fontSize);
}

/** A mark on marks on marks would reach into the lines above. */
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;

/**
 * A text that may be drawn, shortened in its middle so that it is at most so wide: the beginnings of names
 * are often equal, and so are their ends.
 */
export function fitted(text: string, fontSize: number, width: number): string {
  const safe = safeText(text.length > 400 ? `${text.slice(0, 200)}…${text.slice(-200)}` : text).replace(
    PILED_MARKS,
    '$1',
  );
  if (textWidth(safe, fontSize) <= width) return safe;
  const characters = [...safe];
  let room = width - textWidth('…', fontSize);
  let [start, end] = [0, characters.length];
  for (let turn = 0; start < end; turn++) {
    // Two of the beginning for one of the end.
    const next = turn % 3 === 2 ? characters[end - 1] : characters[start];
    room -= textWidth(next ?? '', fontSize);
    if (room < 0) break;
    if (turn % 3 === 2) end--;
    else start++;
  }
  return `${characters.slice(0, start).join('')}…${characters.slice(end).join('')}`;
}
