// Rows of benchmarks as a table, alone or next to those of an older run.
import { type Column, renderColumns } from '../../src/output/columns.ts';
import { compare } from './compare.ts';
import { limitWords, written } from './row.ts';
import type { MeasuredRow } from './run.ts';

const NAME: Column = { title: 'Measured', wraps: true };
const LIMIT: Column = { title: 'Limit', wraps: true };
const REMARK: Column = { title: 'Remark', wraps: true };

export function tableOf(rows: readonly MeasuredRow[], width: number): string {
  const figures = aligned('Figure', rows.map(figureOf));
  const cells = rows.map((row, index) => [
    row.name,
    figures.cells[index] ?? '',
    row.unit,
    limitWords(row),
    noteOf(row),
  ]);
  return renderColumns([NAME, { title: figures.title }, { title: 'Unit' }, LIMIT, REMARK], cells, width);
}

/** With the same figures of an older run, and what got worse by more than the noise. */
export function comparisonOf(rows: readonly MeasuredRow[], older: readonly MeasuredRow[], width: number): string {
  const olds = rows.map((row) => older.find(({ benchmark, name }) => benchmark === row.benchmark && name === row.name));
  const comparisons = rows.map((row, index) => compare(olds[index], row));
  const before = aligned(
    'Old',
    olds.map((row) => written(row?.figure)),
  );
  const now = aligned('New', rows.map(figureOf));
  const ratios = aligned(
    'Ratio',
    comparisons.map(({ ratio }) => (ratio === undefined ? '-' : ratio.toFixed(2))),
  );
  const cells = rows.map((row, index) => {
    const verdict = comparisons[index]?.verdict ?? 'new';
    return [
      row.name,
      ...[before, now, ratios].map((column) => column.cells[index] ?? ''),
      row.unit,
      verdict === 'same' ? '' : verdict === 'worse' ? 'WORSE' : verdict,
      limitWords(row),
    ];
  });
  const titles = [before, now, ratios].map(({ title }): Column => ({ title }));
  return renderColumns([NAME, ...titles, { title: 'Unit' }, { title: 'Change' }, LIMIT], cells, width);
}

function figureOf({ figure }: MeasuredRow): string {
  return written(figure);
}

function noteOf({ pairs, remark }: MeasuredRow): string {
  return [pairs === undefined ? '' : `median of ${pairs}`, remark ?? ''].filter((note) => note !== '').join('; ');
}

/** A column whose cells, and title, end at the same place. */
function aligned(title: string, cells: readonly string[]): { title: string; cells: string[] } {
  const width = Math.max(title.length, ...cells.map(({ length }) => length));
  return { title: title.padStart(width), cells: cells.map((cell) => cell.padStart(width)) };
}
