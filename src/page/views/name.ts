import { type Attributes, type Element, el } from '../../output/markup/markup.ts';
import { safeText } from '../../output/safe-text.ts';
import { shortName } from '../../output/short-name.ts';

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

function firstOf(text: string, count: number): string {
  return text.length <= count ? text : `${[...text.slice(0, 2 * count)].slice(0, count).join('')}…`;
}
