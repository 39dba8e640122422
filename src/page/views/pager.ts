import { type Element, el } from '../../output/markup/markup.ts';

/** Rows of one page of a table. */
export const ROWS = 100;

/** Of a table with this many rows; there is one page even of none. */
export function pagesOf(count: number): number {
  return Math.max(1, Math.ceil(count / ROWS));
}

/** Buttons to the pages before and after this one, whose `action` takes a page's number, from 0. */
export function pager(action: string, page: number, count: number): Element {
  const to = (target: number, label: string): Element =>
    el(
      'button',
      { type: 'button', 'data-do': `${action}:${target}`, disabled: target < 0 || target >= pagesOf(count) },
      label,
    );
  return el(
    'nav',
    { class: 'pager', 'aria-label': 'Pages of the table' },
    to(page - 1, 'Earlier'),
    el('span', {}, `${page * ROWS + 1}–${Math.min(count, (page + 1) * ROWS)} of ${count}`),
    to(page + 1, 'Later'),
  );
}
