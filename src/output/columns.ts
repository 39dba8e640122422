import Table from 'cli-table3';
import stringWidth from 'string-width';
import { cutText, widthOf } from './cut-text.ts';

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

/** A column is not cut below this: what is left of it would say nothing. */
const NARROWEST = 8;

/**
 * A column of a table: `keep` columns are cut last, `optional` ones are left out where not all can be read.
 */
export interface Column {
  readonly title: string;
  readonly keep?: boolean;
  readonly optional?: boolean;
}

/**
 * Renders rows as netstat does, cut to `width` columns with `…` where they do not fit. Ends without a line
 * break.
 */
export function renderColumns(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const last = columns.findLastIndex(({ optional }) => optional);
  if (last >= 0 && leastWidth(columns, rows) > width) {
    const without = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => index !== last);
    return renderColumns(
      without(columns),
      rows.map((row) => without(row)),
      width,
    );
  }
  const cells = rows.map((row) => (row.some((cell) => cell.length > MAX_CELL) ? row.map(shortened) : row));
  return laidOut(columns, cells, width);
}

/**
 * Every row is as wide as the longest cell of each column: one name of a megabyte would make a table of
 * gigabytes.
 */
const MAX_CELL = 300;

function shortened(cell: string): string {
  return cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL - 1)}…` : cell;
}

function laidOut(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const natural = columns.map((column, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), stringWidth(column.title)),
  );
  const widths = fitted(columns, natural, width);
  const head = columns.map((column) => column.title);
  const table = tableText(widths, rows.slice(0, TABLE_ROWS), head);
  const rest = rows.slice(TABLE_ROWS).map((row) => rowText(widths, row));
  return [table, ...rest].join('\n');
}

/**
 * What the columns need at the least: those that are kept all of their width, the others what can still be
 * read.
 */
function leastWidth(columns: readonly Column[], rows: readonly (readonly string[])[]): number {
  const widths = columns.map(({ title, keep }, index) => {
    const natural = rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), widthOf(title));
    return keep ? natural : Math.min(natural, NARROWEST);
  });
  return widths.reduce((sum, one) => sum + one, columns.length - 1);
}

/**
 * cli-table3 takes a third of a millisecond for a row; past so many rows the same is laid out here, a hundred
 * times faster.
 */
const TABLE_ROWS = 100;

function tableText(colWidths: number[], rows: readonly (readonly string[])[], head: string[]): string {
  const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 };
  const table = new Table({ head, colWidths, chars: NO_LINES, style, wordWrap: false });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** One row as cli-table3 lays it out. */
function rowText(widths: readonly number[], row: readonly string[]): string {
  return widths
    .map((width, index) => fitCell(row[index] ?? '', width))
    .join(' ')
    .trimEnd();
}

function fitCell(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + ' '.repeat(width - widthOf(cut));
}

/** Takes from the widest column that may be cut, one character at a time, until the row fits. */
function fitted(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const total = (): number => widths.reduce((sum, one) => sum + one, 0) + columns.length - 1;
  for (const mayCut of [(column: Column) => !column.keep, () => true]) {
    while (total() > width) {
      let widest = -1;
      for (const [index, column] of columns.entries()) {
        if (mayCut(column) && (widths[index] ?? 0) > NARROWEST && (widths[index] ?? 0) > (widths[widest] ?? 0))
          widest = index;
      }
      if (widest < 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
  }
  return widths;
}
