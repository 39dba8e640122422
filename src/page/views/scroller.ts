import { type Child, type Element, el } from '../../output/markup/markup.ts';

/** A region that scrolls by itself, by keyboard as well; what a step is about is brought into its view. */
export function scroller(label: string, ...children: Child[]): Element {
  const region = { role: 'region', tabindex: 0, 'aria-label': label };
  return el('div', { class: 'scroller', ...region, 'data-scroller': '' }, ...children);
}
