import { widthOf } from './cut-text.ts';
import { foldedRows } from './folded-rows.ts';
import { hostAndPort, type ShortHosts, shorterHosts } from './host-and-port.ts';
import { plainRows } from './plain-rows.ts';
import { indent } from './prose.ts';

/** A column of a table. What is in it is never cut, but for hosts. */
export interface Column {
  readonly title: string;
  /** Text with blanks, as a sentence or the name of a link: may go on in the next line of its cell. */
  readonly wraps?: boolean;
  /** Secondary: left out where the table would not fit; the last one goes first. */
  readonly optional?: boolean;
  /** `host:port`: where rows are too long, a host that all share is said once above the table. */
  readonly address?: boolean;
}

/** A table on its way to a width: what is left of it, and what was said above it instead. */
interface Draft {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly above: readonly string[];
  /** Without it (-H), titles take no room. */
  readonly header: boolean;
}

type Step = (draft: Draft) => Draft | undefined;

/**
 * Renders rows as netstat does. Where they are wider than `width`, in this order: what is equal on every row
 * moves into a line above the table; optional columns go; long text goes on in the next line of its cell;
 * hosts are cut in their middle; the last columns fold below their row. Without `header` (-H) there are rows
 * alone, and nothing moves above them. Ends without a line break.
 */
export function renderColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  { header = true }: { readonly header?: boolean } = {},
): string {
  let draft: Draft = { columns, rows: rows.map(clipped), above: [], header };
  if (width === Number.POSITIVE_INFINITY) return linesOf(draft, width).join('\n');
  const steps = header ? [equalColumnMoves, sharedHostMoves, optionalColumnGoes] : [optionalColumnGoes];
  for (const step of steps) {
    let next: Draft | undefined = draft;
    while (next !== undefined && leastWidth(next, COMFORTABLE) > width) {
      draft = next;
      next = step(draft);
    }
    draft = next ?? draft;
  }
  if (leastWidth(draft, NARROW) > width) draft = withShorterHosts(draft, width);
  const above = draft.above.length === 0 ? [] : [indent(`On every row: ${draft.above.join(', ')}`, 0, width)];
  return [...above, ...linesOf(draft, width)].join('\n');
}

/**
 * Every row is as wide as the longest cell of each column: one name of a megabyte would make a table of
 * gigabytes.
 */
const MAX_CELL = 300;

function clipped(row: readonly string[]): readonly string[] {
  if (!row.some((cell) => cell.length > MAX_CELL)) return row;
  return row.map((cell) => (cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL - 1)}…` : cell));
}

/** Columns of text that are narrower than this are slow to read. */
const COMFORTABLE = 24;

/** Columns of text are not narrower than this, if their rows can fold instead. */
const NARROW = 14;

function linesOf(draft: Draft, width: number): string[] {
  const { columns, rows, header } = draft;
  const natural = naturalWidths(draft);
  const least = width === Number.POSITIVE_INFINITY ? natural : leastWidths(draft, NARROW, natural);
  const shown = columnsThatFit(least, width);
  const widths = spread(natural.slice(0, shown), least.slice(0, shown), width);
  const head = header ? [columns.slice(0, shown).map(({ title }) => title)] : [];
  if (shown === columns.length) return plainRows(widths, [...head, ...rows]);
  return [...plainRows(widths, head), ...foldedRows(columns, rows, widths, width)];
}

function naturalWidths({ columns, rows, header }: Draft): number[] {
  return columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? '')), header ? widthOf(title) : 0),
  );
}

/** What each column needs at the least: those of text `narrow`, or as much as their longest word. */
function leastWidths(draft: Draft, narrow: number, natural = naturalWidths(draft)): number[] {
  const { columns, rows, header } = draft;
  return columns.map(({ title, wraps }, index) => {
    const whole = natural[index] ?? 0;
    if (!wraps || whole <= narrow) return whole;
    const start = Math.max(narrow, header ? widthOf(title) : 0);
    return rows.reduce((longest, row) => Math.max(longest, longestWord(row[index] ?? '')), start);
  });
}

function longestWord(text: string): number {
  return Math.max(...text.split(/ |(?<=,)/).map(widthOf));
}

function leastWidth(draft: Draft, narrow: number): number {
  return total(leastWidths(draft, narrow));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, widths.length - 1);
}

function columnsThatFit(least: readonly number[], width: number): number {
  let shown = least.length;
  while (shown > 1 && total(least.slice(0, shown)) > width) shown--;
  return shown;
}

/** Gives what is left of the width to the columns that need it, those of the left first. */
function spread(natural: readonly number[], least: readonly number[], width: number): number[] {
  let rest = width - total(least);
  return natural.map((whole, index) => {
    const needs = least[index] ?? 0;
    const more = Math.max(0, Math.min(whole - needs, rest));
    rest -= more;
    return Math.min(needs + more, width);
  });
}

/**
 * Secondary columns move first; addresses stay, which are what a row is about. A row by itself is no more
 * readable without a column.
 */
const equalColumnMoves: Step = (draft) => {
  const { columns, rows, above } = draft;
  const [first] = rows;
  if (first === undefined || rows.length === 1) return undefined;
  const isEqual = (index: number): boolean => rows.every((row) => row[index] === first[index]);
  const candidates = columns.flatMap(({ wraps, address }, index) =>
    wraps || address || !isEqual(index) ? [] : [index],
  );
  const index = candidates.findLast((one) => columns[one]?.optional) ?? candidates[0];
  if (index === undefined || columns.length === 1) return undefined;
  const value = first[index] ?? '';
  const words = value === '' || value === '-' ? [] : [`${columns[index]?.title.trim()} ${value.trim()}`];
  return { ...without(draft, index), above: [...above, ...words] };
};

const sharedHostMoves: Step = (draft) => {
  const { columns, rows, above } = draft;
  const isAddress = columns.map(({ address }) => address === true);
  const hosts = new Set<string>();
  for (const row of rows)
    for (const [index, cell] of row.entries()) {
      const host = isAddress[index] ? hostAndPort(cell)?.host : undefined;
      if (host !== undefined) hosts.add(host);
    }
  const [host] = hosts;
  if (host === undefined || hosts.size > 1 || rows.length === 1) return undefined;
  const bare = rows.map((row) =>
    row.map((cell, index) => (isAddress[index] ? (hostAndPort(cell)?.port ?? cell) : cell)),
  );
  return { ...draft, rows: bare, above: [...above, `host ${host}`] };
};

const optionalColumnGoes: Step = (draft) => {
  const last = draft.columns.findLastIndex(({ optional }) => optional);
  return last < 0 ? undefined : without(draft, last);
};

function without(draft: Draft, column: number): Draft {
  const rest = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => index !== column);
  return { ...draft, columns: rest(draft.columns), rows: draft.rows.map(rest) };
}

/**
 * Hosts cut so far that the rows fit. Where they would fold all the same, only an address is cut that takes
 * more than half of the width.
 */
function withShorterHosts(draft: Draft, width: number): Draft {
  const { columns, rows } = draft;
  const addresses = columns.flatMap(({ address }, index) => (address ? [index] : []));
  const parts = rows.flatMap((row) => addresses.flatMap((index) => hostAndPort(row[index] ?? '') ?? []));
  const hosts = new Set(parts.map(({ host }) => host));
  if (hosts.size === 0) return draft;
  const longest = Math.max(...[...hosts].map(widthOf));
  const excess = leastWidth(draft, NARROW) - width;
  const fitting = withHosts(draft, shorterHosts(hosts, longest - Math.ceil(excess / addresses.length)));
  if (leastWidth(fitting, NARROW) <= width) return fitting;
  return withHosts(draft, shorterHosts(hosts, Math.floor(width / 2) - ':65535'.length));
}

function withHosts(draft: Draft, short: ShortHosts): Draft {
  const rows = draft.rows.map((row) =>
    row.map((cell, index) => {
      const parts = draft.columns[index]?.address ? hostAndPort(cell) : undefined;
      return parts === undefined ? cell : (short.get(parts.host) ?? parts.host) + parts.port;
    }),
  );
  return { ...draft, rows };
}
