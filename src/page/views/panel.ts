import { type Child, type Element, el } from '../../output/markup/markup.ts';

/** What a panel is called, and what stands beside its heading. */
export interface PanelTitle {
  /** What `open:ID` and the fragment of the address call it. */
  readonly id: string;
  readonly title: string;
  /** How many things are in it. */
  readonly count?: number;
  readonly tools?: readonly Element[];
}

/** A region of the page with a heading. */
export function panel({ id, title, count, tools = [] }: PanelTitle, ...children: Child[]): Element {
  return el(
    'section',
    { id, key: id, class: `panel ${id}`, 'aria-labelledby': `${id}-title` },
    el(
      'div',
      { class: 'panel-head' },
      el(
        'h2',
        { id: `${id}-title` },
        title,
        count !== undefined && [' ', el('span', { class: 'count' }, `(${count})`)],
      ),
      tools,
    ),
    children,
  );
}
