import { type Child, type Element, el } from '../../output/markup/markup.ts';

/** What a table says of itself. */
export interface TableTitle {
  /** For screen readers. */
  readonly caption: string;
  readonly columns: readonly string[];
  readonly class?: string | undefined;
}

/** A table with its bodies. Roles are written out: as cards on a phone a table would lose its own. */
export function table({ caption, columns, class: ofClass }: TableTitle, ...bodies: Child[]): Element {
  return el(
    'table',
    { role: 'table', class: ofClass },
    el('caption', { class: 'visually-hidden' }, caption),
    el(
      'thead',
      { role: 'rowgroup' },
      el(
        'tr',
        { role: 'row' },
        columns.map((title) => el('th', { scope: 'col', role: 'columnheader' }, title)),
      ),
    ),
    ...bodies,
  );
}
