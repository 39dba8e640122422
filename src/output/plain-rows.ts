import Table from 'cli-table3';
import { widthOf } from './cut-text.ts';
import { wrapText } from './wrap-text.ts';

/** Netstat's look: no lines, one space between columns. */
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

/**
 * cli-table3 takes a third of a millisecond for a row; past so many rows the same is laid out here, a hundred
 * times faster.
 */
const TABLE_ROWS = 100;

/** Rows in columns of these widths, as lines; a cell that is wider goes on in the next line. */
export function plainRows(widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [
    ...tableLines(widths, rows.slice(0, TABLE_ROWS)),
    ...rows.slice(TABLE_ROWS).flatMap((row) => rowLines(widths, row)),
  ];
}

function tableLines(widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 };
  const table = new Table({ colWidths: [...widths], chars: NO_LINES, style, wordWrap: false });
  table.push(...rows.map((row) => widths.map((width, index) => wrapped(row[index] ?? '', width).join('\n'))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * One row as cli-table3 lays it out; cells without a width are left out. Most rows take one line, and there
 * may be half a million.
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
