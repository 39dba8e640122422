import { cutMiddle, widestOf, widthOf } from './cut-text.ts';
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
  /** Never moves above the table, as the columns of netstat, which belong together. */
  readonly stays?: boolean;
}

/** A table on its way to a width: what is left of it, and what was said above it instead. */
interface Draft {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly above: readonly string[];
  /** Without it (-H), titles take no room. */
  readonly header: boolean;
  /** Of each column, measured once: there may be hundreds of thousands of rows, and many steps. */
  readonly sizes: readonly Size[];
}

/** Columns of a terminal that the cells of a column take, without its title. */
interface Size {
  readonly cell: number;
  /** The longest word, of a column that may be broken between words. */
  readonly word: number;
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
  const clippedRows = rows.map(clipped);
  let draft: Draft = { columns, rows: clippedRows, above: [], header, sizes: sizesOf(columns, clippedRows) };
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
 * gigabytes. A cell ends in what tells it from others, such as a port.
 */
const MAX_CELL = 300;

function clipped(row: readonly string[]): readonly string[] {
  if (!row.some((cell) => cell.length > MAX_CELL)) return row;
  return row.map((cell) => (cell.length > MAX_CELL ? cutMiddle(cell, MAX_CELL) : cell));
}

/** Columns of text that are narrower than this are slow to read. */
const COMFORTABLE = 24;

/** Columns of text are not narrower than this, if their rows can fold instead. */
const NARROW = 14;

function linesOf(draft: Draft, width: number): string[] {
  const { columns, rows, header } = draft;
  const natural = naturalWidths(draft);
  const least = width === Number.POSITIVE_INFINITY ? natural : leastWidths(draft, NARROW);
  const shown = columnsThatFit(least, width);
  const widths = spread(natural.slice(0, shown), least.slice(0, shown), width);
  const head = header ? [columns.slice(0, shown).map(({ title }) => title)] : [];
  if (shown === columns.length) return plainRows(widths, [...head, ...rows]);
  return [...plainRows(widths, head), ...foldedRows(columns, rows, widths, width)];
}

function sizesOf(columns: readonly Column[], rows: Draft['rows']): Size[] {
  return columns.map((column, index) => sizeOf(column, rows, index));
}

function sizeOf({ wraps }: Column, rows: Draft['rows'], index: number): Size {
  let [widest, word] = [0, 0];
  for (const row of rows) {
    const cell = row[index] ?? '';
    const width = widthOf(cell);
    if (width > widest) widest = width;
    if (wraps && width > word) word = Math.max(word, widestOf(cell.split(/ |(?<=,)/)));
  }
  return { cell: widest, word };
}

function naturalWidths({ columns, sizes, header }: Draft): number[] {
  return columns.map(({ title }, index) => Math.max(sizes[index]?.cell ?? 0, header ? widthOf(title) : 0));
}

/** What each column needs at the least: those of text `narrow`, or as much as their longest word. */
function leastWidths(draft: Draft, narrow: number): number[] {
  const { columns, sizes, header } = draft;
  const natural = naturalWidths(draft);
  return columns.map(({ title, wraps }, index) => {
    const whole = natural[index] ?? 0;
    if (!wraps || whole <= narrow) return whole;
    return Math.max(narrow, header ? widthOf(title) : 0, sizes[index]?.word ?? 0);
  });
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
  const candidates = columns.flatMap(({ wraps, address, stays }, index) =>
    wraps || address || stays || !isEqual(index) ? [] : [index],
  );
  const index = candidates.findLast((one) => columns[one]?.optional) ?? candidates[0];
  if (index === undefined || columns.length === 1) return undefined;
  const value = first[index] ?? '';
  const words = value === '' || value === '-' ? [] : [`${columns[index]?.title.trim()} ${value.trim()}`];
  return { ...without(draft, index), above: [...above, ...words] };
};

const sharedHostMoves: Step = (draft) => {
  const { rows, above } = draft;
  const [host, another] = hostsOf(draft);
  if (host === undefined || another !== undefined || rows.length === 1) return undefined;
  return { ...withAddresses(draft, (_, port) => port), above: [...above, `host ${host}`] };
};

/** The hosts of all addresses, none twice in a row: a second one tells that they are not all the same. */
function* hostsOf({ columns, rows }: Draft): Generator<string> {
  const addresses = columns.flatMap(({ address }, index) => (address ? [index] : []));
  let last: string | undefined;
  for (const row of rows) {
    for (const index of addresses) {
      const host = hostAndPort(row[index] ?? '')?.host;
      if (host !== undefined && host !== last) yield host;
      last = host ?? last;
    }
  }
}

const optionalColumnGoes: Step = (draft) => {
  const last = draft.columns.findLastIndex(({ optional }) => optional);
  return last < 0 ? undefined : without(draft, last);
};

function without(draft: Draft, column: number): Draft {
  const rest = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => index !== column);
  return { ...draft, columns: rest(draft.columns), rows: draft.rows.map(rest), sizes: rest(draft.sizes) };
}

/**
 * Hosts cut so far that the rows fit. Where they would fold all the same, only an address is cut that takes
 * more than half of the width.
 */
function withShorterHosts(draft: Draft, width: number): Draft {
  const hosts = new Set(hostsOf(draft));
  if (hosts.size === 0) return draft;
  const addresses = draft.columns.filter(({ address }) => address).length;
  const excess = leastWidth(draft, NARROW) - width;
  const fitting = withHosts(draft, shorterHosts(hosts, widestOf(hosts) - Math.ceil(excess / addresses)));
  if (leastWidth(fitting, NARROW) <= width) return fitting;
  return withHosts(draft, shorterHosts(hosts, Math.floor(width / 2) - ':65535'.length));
}

function withHosts(draft: Draft, short: ShortHosts): Draft {
  return short.size === 0 ? draft : withAddresses(draft, (host, port) => (short.get(host) ?? host) + port);
}

function withAddresses(draft: Draft, written: (host: string, port: string) => string): Draft {
  const { columns } = draft;
  const rows = draft.rows.map((row) =>
    row.map((cell, index) => {
      const parts = columns[index]?.address ? hostAndPort(cell) : undefined;
      return parts === undefined ? cell : written(parts.host, parts.port);
    }),
  );
  const sizes = draft.sizes.map((size, index) => {
    const column = columns[index];
    return column?.address ? sizeOf(column, rows, index) : size;
  });
  return { ...draft, rows, sizes };
}
