import stringWidth from 'string-width';

/**
 * Columns that text takes on a terminal. Most is plain ASCII, and measuring that by Unicode's rules costs
 * more than all the rest.
 */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
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
