import Table from 'cli-table3';
import stringWidth from 'string-width';

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

/** A column of a table: `keep` columns are cut last. */
export interface Column {
  readonly title: string;
  readonly keep?: boolean;
}

/** Renders rows as netstat does, cut to `width` columns with `…` where they do not fit. Ends without a line break. */
export function renderColumns(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const natural = columns.map((column, index) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[index] ?? '')), stringWidth(column.title)),
  );
  const widths = fitted(columns, natural, width);
  const blocks = [
    tableText(
      widths,
      rows.slice(0, BLOCK_ROWS),
      columns.map((column) => column.title),
    ),
  ];
  for (let start = BLOCK_ROWS; start < rows.length; start += BLOCK_ROWS) {
    blocks.push(tableText(widths, rows.slice(start, start + BLOCK_ROWS), []));
  }
  return blocks.join('\n');
}

/** cli-table3 compares each cell with all rows; a long table is laid out in blocks of this many, all with the same widths. */
const BLOCK_ROWS = 20;

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
