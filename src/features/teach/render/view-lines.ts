import { widestOf } from '../../../output/cut-text.ts';
import { rowLines } from '../../../output/plain-rows.ts';
import { safeText } from '../../../output/safe-text.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { EndRow, LabView, LinkItem, ViewItem } from '../lab-view.ts';

/**
 * The lab as lines of at most `width` columns: who gives the ports, consoles, and every link with its
 * ends.
 */
export function viewLines(view: LabView, width: number): string[] {
  const blocks = [givers(view, width), consoles(view, width), links(view.items, width)];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function givers({ hypervisors, pools, consoles: rows }: LabView, width: number): string[] {
  const lines = pools.flatMap((text) => wrapText(safeText(text), width));
  if (hypervisors.length === 0) return lines;
  const withConsole = rows.length > 0;
  const titles = ['Hypervisor', 'Base UDP', 'Next port', ...(withConsole ? ['Base console'] : []), 'Routers'];
  const cells = hypervisors.map((one) => [
    one.name,
    one.base,
    one.nextPort,
    ...(withConsole ? [one.baseConsole] : []),
    one.devices,
  ]);
  return [...lines, ...table([titles, ...cells], width)];
}

function consoles({ consoles: rows }: LabView, width: number): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ router, hypervisor, inFile, console }) => [router, hypervisor, inFile, console]);
  return table([['Router', 'Runs on', 'In the file', 'Console'], ...cells], width);
}

const TITLES = ['Link', 'End', 'Local', 'Foreign', 'Sends to', 'Hears'];

/** Narrower than its text only where "Sends to" and "Hears" go on in the next line. */
function links(items: readonly ViewItem[], width: number): string[] {
  if (items.length === 0) return [];
  const full = linkRows(items, (address) => address);
  // Where addresses take too much room all of them are of one host: ports tell the rest.
  const rows = fits(full, width) || !isOneHost(items) ? full : linkRows(items, portOf);
  const cells = rows.flatMap((row) => (typeof row === 'string' ? [] : [row]));
  const widths = columnWidths([TITLES, ...cells], width);
  return [
    ...rowLines(widths, TITLES),
    ...rows.flatMap((row) => (typeof row === 'string' ? wrapText(row, width) : rowLines(widths, row.map(safeText)))),
  ];
}

type Row = string | readonly string[];

function linkRows(items: readonly ViewItem[], address: (text: string) => string): Row[] {
  return items.flatMap((item): Row[] => {
    if (item.kind === 'event') return [`     ${item.hasHappened ? 'done' : 'then'}: ${safeText(item.text)}`];
    const ends = item.ends.map((end, index) => endCells(item, end, index, address));
    return item.isByHand
      ? [`${mark(item)}${item.number}  ${safeText(item.name)}`, ...ends.map((row) => ['', ...row.slice(1)])]
      : ends;
  });
}

function endCells(item: LinkItem, row: EndRow, index: number, address: (text: string) => string): string[] {
  const number = index === 0 ? `${mark(item)}${item.number}` : '';
  return [number, row.end, address(row.local), address(row.foreign), row.sendsTo, row.hears];
}

/** The link that the step is about. */
function mark({ isCurrent }: LinkItem): string {
  return isCurrent ? '>' : ' ';
}

function portOf(address: string): string {
  return address.replace(/^[\d.]+:(\d+)$/, 'port $1');
}

function isOneHost(items: readonly ViewItem[]): boolean {
  const addresses = items.flatMap((item) =>
    item.kind === 'link' ? item.ends.flatMap(({ local, foreign }) => [local, foreign]) : [],
  );
  const hosts = addresses.flatMap((text) => /^(.+):\d+$/.exec(text)?.[1] ?? []);
  return new Set(hosts).size <= 1;
}

function fits(rows: readonly Row[], width: number): boolean {
  const cells = rows.filter((row) => typeof row !== 'string');
  return naturalWidths([TITLES, ...cells]).reduce((sum, one) => sum + one + 1, -1) <= width;
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  return TITLES.map((_, index) => widestOf(rows.map((row) => row[index] ?? '')));
}

/** As wide as the cells; where that is too much, the last two share what is left. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const natural = naturalWidths(rows);
  const total = natural.reduce((sum, one) => sum + one + 1, -1);
  if (total + natural.length - 1 <= width) return natural.map((one) => one + 1);
  if (total <= width) return natural;
  const rest = Math.max(20, width - natural.slice(0, 4).reduce((sum, one) => sum + one + 1, 0) - 1);
  const sends = Math.min(natural[4] ?? 0, Math.floor(rest / 2));
  return [...natural.slice(0, 4), sends, rest - sends];
}

function table(rows: readonly (readonly string[])[], width: number): string[] {
  const count = rows[0]?.length ?? 0;
  const widths = Array.from(
    { length: count },
    (_, index) => widestOf(rows.map((row) => safeText(row[index] ?? ''))) + 1,
  );
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 1, 0);
  widths[count - 1] = Math.max(10, Math.min(widths[count - 1] ?? 0, width - before));
  return rows.flatMap((row) => rowLines(widths, row.map(safeText)));
}
