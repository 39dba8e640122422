import Table from 'cli-table3';
import { widthOf } from './cut-text.ts';
import { wrapText } from './wrap-text.ts';

/** Netstat's look: no lines around or between rows. */
const NO_LINES = {
  top: '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  right: '',
};

/** cli-table3 compares each cell with all others: in a longer table that takes longer than all the rest. */
const TABLE_ROWS = 100;

/**
 * Rows in columns of these widths, as lines; a cell that is wider goes on in the next line. Cells have no
 * colours: one that goes on would colour the cells behind it.
 */
export function plainRows(widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  const lines = rows.map((row) => rowLines(widths, row));
  return lines.length > TABLE_ROWS ? lines.flat() : tableLines(lines);
}

/**
 * Rows with cli-table3. It measures each cell eight times and merges two dozen options into it, before any of
 * its code is compiled; so each row is given as one cell, in which the columns have their widths already.
 */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 };
  // No row is cut: but the sign of that is measured, and one that is not ASCII by Unicode's rules.
  const table = new Table({ chars: NO_LINES, style, truncate: '~' });
  for (const lines of rows) table.push([lines.join('\n')]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * One row as cli-table3 would lay it out cell by cell; cells without a width are left out. Most rows take one
 * line, and there may be half a million.
 */
export function rowLines(widths: readonly number[], row: readonly string[]): string[] {
  let line = '';
  for (const [index, width] of widths.entries()) {
    const cell = row[index] ?? '';
    const missing = width - widthOf(cell);
    if (missing < 0) return tallRow(widths, row);
    line += index === 0 ? cell : ` ${cell}`;
    if (missing > 0) line += ' '.repeat(missing);
  }
  return [line.trimEnd()];
}

function tallRow(widths: readonly number[], row: readonly string[]): string[] {
  const cells = widths.map((width, index) => wrapped(row[index] ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, index) => {
        const text = cells[index]?.[line] ?? '';
        return text + ' '.repeat(Math.max(0, width - widthOf(text)));
      })
      .join(' ')
      .trimEnd(),
  );
}

function wrapped(cell: string, width: number): string[] {
  return widthOf(cell) <= width ? [cell] : wrapText(cell, width);
}
