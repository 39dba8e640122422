import { type Attributes, type Element, el } from '../../output/markup/markup.ts';
import { safeText } from '../../output/safe-text.ts';

/** Characters of a name that are shown; a longer one has its middle left out. */
const LONGEST = 40;

const LONGEST_TITLE = 80;

/** Characters of a tooltip: a name may have 10 kB, and be in a hundred rows. */
const LONGEST_TOOLTIP = 300;

/**
 * A name from a lab: set apart, so that a name that is written from right to left turns nothing around it,
 * and shortened in its middle, with the whole of it as a tooltip.
 */
export function name(text: string, attributes: Attributes = {}): Element {
  const whole = safeText(text);
  const short = shortName(whole);
  const title = short === whole ? undefined : firstOf(whole, LONGEST_TOOLTIP);
  return el('bdi', { ...attributes, title }, short);
}

/** The name of a lab, which is a title and has a line of its own. */
export function shortTitle(text: string): string {
  return shortName(text, LONGEST_TITLE);
}

/** The same as text, for a sentence or an attribute. */
export function shortName(text: string, longest = LONGEST): string {
  const safe = safeText(text);
  if (safe.length <= longest) return safe;
  const characters = [...safe];
  if (characters.length <= longest) return safe;
  return `${characters.slice(0, longest - 13).join('')}…${characters.slice(-12).join('')}`;
}

function firstOf(text: string, count: number): string {
  return text.length <= count ? text : `${[...text.slice(0, 2 * count)].slice(0, count).join('')}…`;
}
