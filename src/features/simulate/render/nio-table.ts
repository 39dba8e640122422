import { type Column, renderColumns } from '../../../output/columns.ts';
import type { NioRow } from '../result.ts';
import { type NioCells, type NioStyle, type NioTitle, nioCells, nioTitles } from './rows.ts';

const OPTIONAL = new Set<NioTitle>(['Proto', 'Hypervisor']);
const ADDRESSES = new Set<NioTitle>(['Local Address', 'Foreign Address']);
const TEXTS = new Set<NioTitle>(['Lab', 'Remark']);

/** netstat's table of NIOs, which have a socket; those of a router's uBridge are indented below it. */
export function nioTable(
  nios: readonly NioRow[],
  width: number,
  { withLab, ...style }: NioStyle & { readonly withLab: boolean },
): string {
  const cells = nios.map((nio, index): NioCells => {
    const row = nioCells(nio, style);
    return style.header && isBelow(nios[index - 1], nio) ? { ...row, Device: '  uBridge' } : row;
  });
  const titles = nioTitles(cells, { programs: style.programs, withLab });
  const table = (shown: readonly NioTitle[], names: Partial<NioCells> = {}): string => {
    const columns = shown.map((title): Column => {
      const name = names[title] ?? title;
      return { title: name, optional: OPTIONAL.has(title), address: ADDRESSES.has(title), wraps: TEXTS.has(title) };
    });
    const rows = cells.map((row) => shown.map((title) => row[title]));
    return renderColumns(columns, rows, width, { header: style.header });
  };
  const whole = table(titles);
  // Where every end hears the one that it sends to, one column says both; better than rows that fold.
  const isMutual = style.header && cells.every((row) => row.Hears === row['Sends to']);
  if (!isMutual || !/^ {4}/m.test(whole)) return whole;
  const without = titles.filter((title) => title !== 'Hears');
  return table(without, { 'Sends to': 'Sends to, hears' });
}

/** True for a socket of uBridge that stands below another one of the same end. */
function isBelow(above: NioRow | undefined, nio: NioRow): boolean {
  return (
    above !== undefined &&
    nio.owner === 'ubridge' &&
    nio.lab === above.lab &&
    nio.link === above.link &&
    nio.device === above.device &&
    nio.interface === above.interface
  );
}
