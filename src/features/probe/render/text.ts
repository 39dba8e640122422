import { counted } from '../../../core/text/counted.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { LeftOutOfProbe } from '../observed.ts';
import type { HypervisorProbe, ProbeFinding, ProbeResult } from '../result.ts';

/** What a program of a generation does with a second NIO on one port (docs/FACTS.md, "Sharing a port"). */
const ON_TAKEN_PORT = { 'before-0.2.18': 'refused (206)', 'from-0.2.18': 'shared, no error' } as const;

/** The hypervisors for a person: the sum, what is wrong, and then the tables. */
export function renderProbe(unsafe: ProbeResult, page: Page): string {
  const { hypervisors } = safeResult(unsafe);
  const findings = hypervisors.flatMap(({ target, findings: all }) =>
    all.map((one) => renderFinding(one, target, page)),
  );
  const tables = [hypervisorTable, nioTable, routerTable, hubTable].map((table) => table(hypervisors, page.width));
  return [headline(hypervisors, page), ...findings, ...tables.filter((table) => table !== '')].join('\n\n');
}

function headline(hypervisors: readonly HypervisorProbe[], { paint }: Page): string {
  const states = new Map<string, number>();
  for (const { tcp } of hypervisors) states.set(tcp.state, (states.get(tcp.state) ?? 0) + 1);
  const sums = [...states].map(([state, number]) => `${number} ${state}`).join(', ');
  const all = hypervisors.flatMap(({ findings }) => findings);
  const worst = all.some(({ severity }) => severity === 'error')
    ? paint.bad('✗')
    : all.some(({ severity }) => severity === 'warning') || states.has('interrupted')
      ? paint.warn('!')
      : paint.good('✓');
  const found = all.length === 0 ? 'no findings' : counted(all.length, 'finding');
  return `${worst} ${paint.strong(`${counted(hypervisors.length, 'hypervisor')}: ${sums}; ${found}`)}`;
}

function renderFinding({ slug, severity, message, remedy }: ProbeFinding, target: string, page: Page): string {
  const { paint, width } = page;
  return [
    `${signed(severity, paint)} ${paint.strong(slug)}  ${paint.dim(target)}`,
    indent(message, 2, width),
    indent(`${paint.good('What to do:')} ${remedy}`, 2, width),
  ].join('\n');
}

const HYPERVISOR_COLUMNS: readonly Column[] = [
  { title: 'Hypervisor' },
  { title: 'State' },
  { title: 'Reason', optional: true },
  { title: 'Latency', optional: true },
  { title: 'Version' },
  { title: 'NIOs' },
  { title: 'Bridges', optional: true },
  { title: 'Switches', optional: true },
  { title: 'VMs' },
  { title: 'Port already taken', optional: true },
];

function hypervisorTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const rows = hypervisors.map(({ target, tcp, version, generation, nios, bridges, switches, vms, leftOut = [] }) => [
    target,
    tcp.state,
    tcp.reason,
    tcp.latencyMs === undefined ? '-' : `${tcp.latencyMs} ms`,
    version ?? '-',
    countOf('NIO', nios, leftOut),
    countOf('bridge', bridges, leftOut),
    countOf('switch', switches, leftOut),
    countOf('router', vms, leftOut),
    generation === undefined ? '-' : ON_TAKEN_PORT[generation],
  ]);
  return renderColumns(HYPERVISOR_COLUMNS, rows, width);
}

/** How many a hypervisor has, those that are not in the result counted in. */
function countOf(
  kind: LeftOutOfProbe['kind'],
  objects: readonly unknown[] | undefined,
  leftOut: readonly LeftOutOfProbe[],
): string {
  return String(leftOut.find((one) => one.kind === kind)?.of ?? objects?.length ?? '-');
}

const NIO_TITLES = ['NIO', 'Hypervisor', 'Packets In', 'Packets Out', 'Bytes In', 'Bytes Out'];
const PORT_TITLES = ['Local Port', 'Foreign Address', 'Bound To'];

/** Ports are shown where a saved configuration has revealed them. */
function nioTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const hasPorts = hypervisors.some(({ saved }) => saved?.outcome === 'read');
  const rows = hypervisors.flatMap(({ target, nios = [] }) =>
    nios.map((nio) => [
      nio.name,
      target,
      ...[nio.packetsIn, nio.packetsOut, nio.bytesIn, nio.bytesOut].map((value) => String(value ?? '-')),
      ...(hasPorts ? portCells(nio) : []),
    ]),
  );
  const titles = hasPorts ? [...NIO_TITLES, ...PORT_TITLES] : NIO_TITLES;
  return tableOf(titles, rows, width);
}

function portCells(nio: NonNullable<HypervisorProbe['nios']>[number]): string[] {
  const { localPort, remoteHost, remotePort, boundTo } = nio;
  return [String(localPort ?? '-'), remoteHost === undefined ? '-' : `${remoteHost}:${remotePort}`, boundTo ?? '-'];
}

function routerTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const rows = hypervisors.flatMap(({ target, vms = [], consoles = [] }) => {
    const byName = new Map(consoles.map((row) => [`${row.type} ${row.vm}`, row]));
    return vms.map(({ name, platform, status, consolePort }) => {
      const [console, aux] = [byName.get(`console ${name}`), byName.get(`aux ${name}`)];
      return [
        name,
        target,
        platform,
        status,
        String(consolePort ?? '-'),
        console?.tcp.state ?? '-',
        String(aux?.port ?? '-'),
        aux?.tcp.state ?? '-',
      ];
    });
  });
  return tableOf(['VM', 'Hypervisor', 'Platform', 'Status', 'Console', 'State', 'AUX', 'State'], rows, width);
}

function hubTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const rows = hypervisors.flatMap(({ target, bridges = [], switches = [] }) => [
    ...bridges.map((name) => [name, target, 'NIO bridge']),
    ...switches.map((name) => [name, target, 'switch']),
  ]);
  return tableOf(['Name', 'Hypervisor', 'Kind'], rows, width);
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const columns = titles.map((title) => ({ title }));
  return rows.length === 0 ? '' : renderColumns(columns, rows, width);
}
