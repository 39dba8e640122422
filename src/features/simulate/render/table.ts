import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import { isBroken } from '../../../core/kernel/verdict.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import type { NameStyle } from '../../../output/socket-address.ts';
import type { ConsoleRow, SimulatedLink, SimulateResult, StartRow } from '../simulate.ts';
import { gradeLine, linkSummary, NIO_TITLES, nioCells, premise } from './rows.ts';

const NIO_COLUMNS: Column[] = NIO_TITLES.map((title) => ({
  title,
  address: title.endsWith('Address'),
  wraps: title === 'Frames',
}));

/** netstat's table of all NIOs, with what is wrong above it and consoles and ranges below. */
export function simulateTable(result: SimulateResult, page: Page, names: NameStyle): string {
  const { paint, width } = page;
  const isWell = !result.links.some((link) => isBroken(link.verdict));
  const headline = `${result.labs.map((lab) => lab.name).join(' + ')}: ${linkSummary(result)}`;
  const blocks = [
    `${isWell ? paint.strong(headline) : paint.bad(headline)} ${paint.dim(`(${premise(result)})`)}`,
    ...assumedPool(result, page),
    ...brokenLinks(result, page),
    '',
    renderColumns(
      NIO_COLUMNS,
      result.nios.map((nio) => nioCells(nio, names)),
      width,
    ),
  ];
  const grades = gradeLine(result);
  if (grades !== undefined) blocks.push(paint.dim(indent(grades, 2, width)));
  if (result.consoles.length > 0) blocks.push('', consoleTable(result, width));
  if (result.atStart !== undefined) blocks.push('', startTable(result.atStart, width));
  if (result.hypervisors.length > 0) blocks.push('', rangeTable(result, width));
  return blocks.join('\n');
}

/** The range of the pool where nobody has said it, for servers with two that are usual. */
function assumedPool({ pool }: SimulateResult, { paint, width }: Page): string[] {
  if (pool === undefined || !pool.assumed) return [];
  const { first, last, usualOfGui } = pool;
  if (usualOfGui === undefined) return [];
  const text = `UDP ports of ${first}-${last} are assumed; the server that the GUI starts has ${usualOfGui.first}-${usualOfGui.last}, and --server-conf FILE says which.`;
  return [paint.dim(indent(text, 2, width))];
}

/**
 * Lists the broken links, and those of which it can be said why they are not known, so that the eye finds
 * them before the table; past ten the table has to do.
 */
function brokenLinks(result: SimulateResult, { paint }: Page): string[] {
  const broken = result.links.filter((link) => isBroken(link.verdict) || link.reason !== undefined);
  const lines = broken.slice(0, 10).map((link) => {
    const verdict = isBroken(link.verdict) ? paint.bad(link.verdict) : paint.warn(link.verdict);
    return `  ${verdict}  ${link.name}${reasonOf(link)}`;
  });
  if (broken.length > 10) lines.push(`  and ${broken.length - 10} more`);
  if (broken.length > 0)
    lines.push(
      paint.dim(
        `  niostat check ${result.resolved ? '--resolve ' : ''}${[...new Set(result.labs.map(({ file }) => file))].join(' ')} says why and what to do`,
      ),
    );
  return lines;
}

function reasonOf(link: SimulatedLink): string {
  return link.reason === undefined ? '' : `: ${link.reason}`;
}

function consoleTable(result: SimulateResult, width: number): string {
  const rows = result.consoles.map((row) => [
    'tcp',
    `${row.host}:${row.port}`,
    CONSOLE_NAMES[row.type],
    row.device,
    row.hypervisor,
    originOf(row),
  ]);
  const columns = ['Proto', 'Address', 'Port of', 'Device', 'Hypervisor', 'Origin'].map((title) => ({ title }));
  return renderColumns(columns, rows, width);
}

const CONSOLE_NAMES: Readonly<Record<ConsoleRow['type'], string>> = {
  console: 'console',
  aux: 'AUX',
  internal: 'internal',
  reserved: 'reserved',
};

function originOf({ explicit, written }: ConsoleRow): string {
  if (explicit) return 'written in the lab';
  return written === undefined ? 'given' : `given, not ${written}`;
}

/** What nodes take from the pool when they start. */
function startTable(rows: readonly StartRow[], width: number): string {
  const columns = ['At start', 'Device', 'Hypervisor'].map((title) => ({ title }));
  const cells = rows.map(({ ports, count, device, hypervisor }) => {
    const missing = count - ports.length;
    const text = ports.length === 0 ? '' : `udp ${portRangesText(portRanges(ports))}`;
    return [
      [text, ...(missing > 0 ? [`${missing} missing`] : [])].filter((part) => part !== '').join(', '),
      device,
      hypervisor,
    ];
  });
  return renderColumns(columns, cells, width);
}

function rangeTable(result: SimulateResult, width: number): string {
  const rows = result.hypervisors.map((row) => [
    row.hypervisor,
    String(row.baseUdp),
    row.firstPort === undefined ? '-' : `${row.firstPort}–${row.lastPort}`,
    String(row.portCount),
    row.dynamips ?? '-',
  ]);
  const columns = ['Hypervisor', 'Base UDP', 'UDP ports', 'Given', 'Dynamips'].map((title) => ({ title }));
  return renderColumns(columns, rows, width);
}
