import { widthOf } from './cut-text.ts';
import { rowLines } from './plain-rows.ts';
import { wrapText } from './wrap-text.ts';

/** Of a column, what counts when its cells stand below their rows. */
export interface FoldingColumn {
  readonly title: string;
  /** A text, which says by itself what it is about. */
  readonly wraps?: boolean;
}

/** How far what is folded stands to the right of its row. */
const HANGING = 4;

/**
 * Rows of which only the first columns, those that have a width, stand side by side. The others follow below,
 * each with its title unless it is a text; what is empty or `-` is left out.
 */
export function foldedRows(
  columns: readonly FoldingColumn[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  width: number,
): string[] {
  return rows.flatMap((row) => {
    const items = columns.slice(widths.length).flatMap(({ title, wraps }, index) => {
      const cell = (row[widths.length + index] ?? '').trim();
      if (cell === '' || cell === '-') return [];
      return [wraps ? cell : `${title} ${cell}`];
    });
    return [...rowLines(widths, row), ...hangingLines(items, width)];
  });
}

/** As many items in a line as it has room for, two blanks apart; one that is longer takes several lines. */
function hangingLines(items: readonly string[], width: number): string[] {
  const room = width - HANGING;
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 2 + widthOf(item) <= room) lines[lines.length - 1] = `${last}  ${item}`;
    else lines.push(...wrapText(item, room));
  }
  return lines.map((line) => ' '.repeat(HANGING) + line);
}
