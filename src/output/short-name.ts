import { safeText } from './safe-text.ts';

/** Characters of a name that are shown; a longer one has its middle left out. */
const LONGEST = 40;

const LONGEST_TITLE = 80;

/** The name of a lab, which is a title and has a line of its own. */
export function shortTitle(text: string): string {
  return shortName(text, LONGEST_TITLE);
}

/** A name from a lab, safe to be shown, with its middle left out if it has more characters than `longest`. */
export function shortName(text: string, longest = LONGEST): string {
  const safe = safeText(text);
  if (safe.length <= longest) return safe;
  const characters = [...safe];
  if (characters.length <= longest) return safe;
  return `${characters.slice(0, longest - 13).join('')}…${characters.slice(-12).join('')}`;
}

/** A link is two names. */
export function shortLink(text: string): string {
  return text
    .split(' -- ')
    .map((one) => shortName(one))
    .join(' -- ');
}
