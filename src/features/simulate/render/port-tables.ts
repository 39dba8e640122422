import { hostPortText } from '../../../core/address/host-port.ts';
import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import { indent } from '../../../output/prose.ts';
import type { ConsoleRow, HostPool, HypervisorRow, SimulateResult, StartRow } from '../result.ts';
import { hasSeveralLabs } from './rows.ts';

/** The TCP ports of devices, where each comes from. */
export function consoleTable(result: SimulateResult, width: number): string {
  const columns: Column[] = [
    { title: 'Proto', optional: true },
    { title: 'Local Address', address: true },
    { title: 'Port of' },
    { title: 'Device' },
    { title: 'Hypervisor', optional: true },
    { title: 'From', wraps: true },
    ...labColumn(result),
  ];
  const rows = result.consoles.map((row) => [
    'tcp',
    hostPortText(row.host, row.port),
    CONSOLE_NAMES[row.type],
    row.device,
    row.hypervisor,
    originOf(row),
    ...labCell(result, row),
  ]);
  return renderColumns(columns, rows, width);
}

function labColumn(result: SimulateResult): Column[] {
  return hasSeveralLabs(result) ? [{ title: 'Lab', wraps: true }] : [];
}

function labCell(result: SimulateResult, { lab }: { readonly lab: string }): string[] {
  return hasSeveralLabs(result) ? [lab] : [];
}

const CONSOLE_NAMES: Readonly<Record<ConsoleRow['type'], string>> = {
  console: 'console',
  aux: 'AUX',
  internal: 'internal',
  reserved: 'reserved',
};

/** `2000 + 1`: the base console and the number of the router. */
function originOf({ explicit, written, port, base, index }: ConsoleRow): string {
  if (explicit) return 'written in the lab';
  if (base === undefined) return '-';
  if (index !== undefined) {
    const sum = `${base} + ${index}`;
    return port === base + index ? sum : `${sum} is taken: the next free port`;
  }
  return `lowest free from ${base}${written === undefined ? '' : `, not ${written} as written`}`;
}

/** What nodes take from the pool when they start. */
export function startTable(result: SimulateResult, rows: readonly StartRow[], width: number): string {
  const columns: Column[] = [
    { title: 'At start', wraps: true },
    { title: 'Device' },
    { title: 'Hypervisor', optional: true },
    ...labColumn(result),
  ];
  const cells = rows.map((row) => [startPorts(row), row.device, row.hypervisor, ...labCell(result, row)]);
  return renderColumns(columns, cells, width);
}

function startPorts({ ports, count }: StartRow): string {
  const missing = count - ports.length;
  const text = ports.length === 0 ? [] : [`udp ${portRangesText(portRanges(ports))}`];
  return [...text, ...(missing > 0 ? [`${missing} missing`] : [])].join(', ');
}

/** What each hypervisor has given out, and which port its counter, or the pool of its host, gives next. */
export function rangeTables(result: SimulateResult, width: number): string[] {
  const counting = result.hypervisors.filter(({ pool }) => pool === undefined);
  const drawing = result.hypervisors.filter(({ pool }) => pool !== undefined);
  return [
    ...(counting.length === 0 ? [] : [rangeTable(result, counting, width)]),
    ...(drawing.length === 0 ? [] : [poolTable(result, drawing, width)]),
  ];
}

function rangeTable(result: SimulateResult, rows: readonly HypervisorRow[], width: number): string {
  const hasVersions = rows.some(({ dynamips }) => dynamips !== undefined);
  const columns: Column[] = [
    { title: 'Hypervisor' },
    { title: 'Base UDP' },
    { title: 'In use', wraps: true },
    { title: 'Given' },
    { title: 'Next port' },
    ...(hasVersions ? [{ title: 'Dynamips' }] : []),
    ...labColumn(result),
  ];
  const cells = rows.map((row) => [
    row.hypervisor,
    String(row.baseUdp),
    inUse(row),
    String(row.portCount),
    String(row.nextPort ?? '-'),
    ...(hasVersions ? [row.dynamips ?? 'not given'] : []),
    ...labCell(result, row),
  ]);
  return renderColumns(columns, cells, width);
}

/** Hypervisors of one host share a pool: what it gives next is said once for each host. */
function poolTable(result: SimulateResult, rows: readonly HypervisorRow[], width: number): string {
  const columns: Column[] = [
    { title: 'Hypervisor' },
    { title: 'In use', wraps: true },
    { title: 'Given' },
    ...labColumn(result),
  ];
  const cells = rows.map((row) => [row.hypervisor, inUse(row), String(row.portCount), ...labCell(result, row)]);
  const pools = new Set(rows.flatMap(({ host, pool }) => (pool === undefined ? [] : [poolText(host, pool)])));
  return [renderColumns(columns, cells, width), ...[...pools].map((text) => indent(text, 0, width))].join('\n');
}

function poolText(host: string, { first, last, taken, next }: HostPool): string {
  const then = next === undefined ? 'used up' : `next ${next}`;
  return `Pool of ${host}: ${first}-${last}, ${taken} taken, ${then}`;
}

function inUse(row: HypervisorRow): string {
  return row.inUse.length === 0 ? '-' : portRangesText(row.inUse);
}
