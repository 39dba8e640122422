// How a benchmark tells what it has measured: row by row.

/** One figure of a benchmark. `bench --against` finds the same one in another run by `name`. */
export interface Row {
  /** What was measured, with nothing in it that changes from run to run. */
  readonly name: string;
  /** Left out where it could not be measured; `remark` says why. */
  readonly figure?: number;
  /** `s`, `ms`, `MiB`, `x` for a ratio, or what is counted. */
  readonly unit: string;
  /** At most this, or at least this of what is better the more there is. Nothing fails for it. */
  readonly limit?: number;
  /** `less` if left out. */
  readonly better?: 'less' | 'more';
  /** The quartiles of what was measured, if that was done several times: the noise. */
  readonly low?: number;
  readonly high?: number;
  /** How often it was measured, or how many pairs of runs in turn. */
  readonly pairs?: number;
  readonly remark?: string;
  /** The benchmark prints it in a table of its own; it is told for comparisons. */
  readonly isPrinted?: boolean;
}

/** Tells one row: to `npm run bench` if that has started this benchmark, else on standard output. */
export function report(row: Row): void {
  if (process.send !== undefined) process.send(row);
  else if (!row.isPrinted) console.log(lineOf(row));
}

/** The median of what was measured several times, with its noise, as fields of a row. */
export function summary(values: readonly number[]): { figure: number; low: number; high: number; pairs: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  return { figure: at(0.5), low: at(0.25), high: at(0.75), pairs: sorted.length };
}

/** A figure with the digits that mean something. */
export function written(figure: number | undefined): string {
  if (figure === undefined) return '-';
  if (Number.isInteger(figure) || Math.abs(figure) >= 100) return figure.toFixed(0);
  return figure.toFixed(Math.abs(figure) >= 10 ? 1 : 2);
}

/** The limit of a row and whether it was kept, in words; nothing if it has none. */
export function limitWords({ figure, limit, better }: Row): string {
  if (limit === undefined) return '';
  const atLeast = better === 'more';
  const bound = `at ${atLeast ? 'least' : 'most'} ${written(limit)}`;
  if (figure === undefined || (atLeast ? figure >= limit : figure <= limit)) return bound;
  return `${bound}: ${atLeast ? 'BELOW' : 'ABOVE'} the limit`;
}

function lineOf(row: Row): string {
  const pairs = row.pairs === undefined ? '' : `median of ${row.pairs}`;
  const notes = [limitWords(row), pairs, row.remark ?? ''].filter((note) => note !== '').join('; ');
  const figure = row.figure === undefined ? 'not measured' : `${written(row.figure)} ${row.unit}`;
  return `${row.name}: ${figure}${notes === '' ? '' : ` (${notes})`}`;
}
