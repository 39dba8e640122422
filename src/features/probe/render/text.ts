import { counted } from '../../../core/text/counted.ts';
import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent, nextBlock, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { FINDING_KINDS } from '../finding-kinds.ts';
import type { HypervisorProbe, ProbedConsole, ProbedNio, ProbeResult } from '../result.ts';
import { hypervisorTable, stateOf } from './hypervisor-table.ts';
import { type Story, storiesOf } from './stories.ts';

/** More lines than these nobody copies by hand. */
const MOST_COMMANDS = 16;

/**
 * The hypervisors for a person: the sum, what is wrong, each cause once, then the tables, and what to do
 * next. `files`: the labs as words of a command line, empty if there are none.
 */
export function renderProbe(unsafe: ProbeResult, page: Page, files = ''): string {
  const result = safeResult(unsafe);
  const { hypervisors } = result;
  const stories = storiesOf(hypervisors);
  const areSeveral = new Set(hypervisors.flatMap(({ labs }) => labs)).size > 1;
  const tables = [hypervisorTable, routerTable, nioTable, hubTable].map((table) => table(hypervisors, page.width));
  return [
    headline(result, stories, page),
    ...stories.map((story) => renderStory(story, areSeveral, page)),
    ...tables.filter((table) => table !== ''),
    ...nextLines(stories, files, page),
  ].join('\n\n');
}

function headline({ hypervisors, outcome }: ProbeResult, stories: readonly Story[], { paint, width }: Page): string {
  const states = new Map<string, number>();
  for (const one of hypervisors) states.set(stateOf(one), (states.get(stateOf(one)) ?? 0) + 1);
  const sums = [...states].map(([state, number]) => `${number} ${state}`).join(', ');
  const isBad = outcome === 'findings' || stories.some(({ severity }) => severity === 'error');
  const sign = isBad ? paint.bad('✗') : outcome === 'clean' ? paint.good('✓') : paint.warn('!');
  const found = stories.length === 0 ? 'no findings' : counted(stories.length, 'finding');
  const [first = '', ...rest] = indent(`${counted(hypervisors.length, 'hypervisor')}: ${sums}; ${found}`, 2, width)
    .split('\n')
    .map((line) => paint.strong(line.trimStart()));
  return [`${sign} ${first}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

function renderStory(
  { severity, slug, members, message, remedy, commands }: Story,
  areSeveral: boolean,
  page: Page,
): string {
  const { paint, width } = page;
  const title = `${signed(severity, paint)} ${paint.strong(slug)}  `;
  const where = members.map(({ hypervisor: { target, isThisHost, labs } }) => {
    const remarks = [...(isThisHost ? ['this host'] : []), ...(areSeveral ? labs : [])];
    return remarks.length > 0 ? `${target} (${remarks.join(', ')})` : target;
  });
  const margin = `x ${severity} ${slug}  `.length;
  return [
    title + paint.dim(indent(where.join(', '), margin, width).trimStart()),
    indent(message, 2, width),
    indent(`${paint.good('What to do:')} ${remedy}${commands.length > 0 ? ':' : ''}`, 2, width),
    ...commands.slice(0, MOST_COMMANDS).map((command) => commandLines(command, 4, width)),
    ...(commands.length > MOST_COMMANDS ? [`    # and ${commands.length - MOST_COMMANDS} more`] : []),
  ].join('\n');
}

function nextLines(stories: readonly Story[], files: string, page: Page): string[] {
  const isAbout = (about: string) => stories.some(({ slug }) => FINDING_KINDS[slug]?.about === about);
  if (stories.some(({ severity, slug }) => severity === 'error' || slug === 'responder')) {
    return [nextText('fix the failures above, then run probe again', page)];
  }
  if (stories.some(({ slug }) => slug === 'not-loaded')) return [nextText('load the lab, then run probe again', page)];
  if (isAbout('console') && !isAbout('lab')) return [nextText('fix the consoles above, then run probe again', page)];
  return files === '' ? [] : [nextBlock(`niostat links ${files}`, page)];
}

/** A sentence where no command does it. */
function nextText(text: string, { paint, width }: Page): string {
  return indent(`${paint.good('Next:')} ${text}`, 0, width);
}

const NIO_COLUMNS = [
  { title: 'NIO' },
  { title: 'Hypervisor', address: true },
  { title: 'Packets In' },
  { title: 'Packets Out' },
];
const BYTE_COLUMNS = [
  { title: 'Bytes In', optional: true },
  { title: 'Bytes Out', optional: true },
];
const PORT_COLUMNS = [{ title: 'Local Port' }, { title: 'Foreign Address', address: true }, { title: 'Bound To' }];

/** Ports are shown where a saved configuration has revealed them. */
function nioTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const hasPorts = hypervisors.some(({ saved }) => saved?.outcome === 'read');
  const rows = hypervisors.flatMap(({ target, nios = [] }) =>
    nios.map((nio) => [
      nio.name,
      target,
      ...(hasPorts ? portCells(nio) : []),
      ...[nio.packetsIn, nio.packetsOut, nio.bytesIn, nio.bytesOut].map((value) => String(value ?? '-')),
    ]),
  );
  const [nio, hypervisor, ...packets] = NIO_COLUMNS;
  const ports = hasPorts ? PORT_COLUMNS : [];
  const columns = [nio, hypervisor, ...ports, ...packets, ...BYTE_COLUMNS].filter((column) => column !== undefined);
  return rows.length === 0 ? '' : renderColumns(columns, rows, width);
}

function portCells({ localPort, remoteHost, remotePort, boundTo }: ProbedNio): string[] {
  return [String(localPort ?? '-'), remoteHost === undefined ? '-' : `${remoteHost}:${remotePort}`, boundTo ?? '-'];
}

const ROUTER_COLUMNS = [
  { title: 'Device' },
  { title: 'Hypervisor', address: true },
  { title: 'Status' },
  { title: 'Console' },
  { title: 'AUX' },
  { title: 'Platform', optional: true },
];

function routerTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const rows = hypervisors.flatMap(({ target, vms = [], consoles = [] }) => {
    const byName = new Map(consoles.map((row) => [`${row.type} ${row.vm}`, row]));
    return vms.map(({ name, platform, status, consolePort }) => [
      name,
      target,
      status,
      consoleCell(consolePort, byName.get(`console ${name}`)),
      consoleCell(undefined, byName.get(`aux ${name}`)),
      platform,
    ]);
  });
  return rows.length === 0 ? '' : renderColumns(ROUTER_COLUMNS, rows, width);
}

/** `2001 open`; on a port that several routers have `2001 R1 answers`, for those who do not. */
function consoleCell(port: number | undefined, row: ProbedConsole | undefined): string {
  if (row === undefined) return String(port ?? '-');
  const { vm, type, tcp, answersAs } = row;
  const name = type === 'aux' ? `${vm} (AUX)` : vm;
  return `${row.port} ${answersAs === undefined || answersAs === name ? tcp.state : `${answersAs} answers`}`;
}

function hubTable(hypervisors: readonly HypervisorProbe[], width: number): string {
  const rows = hypervisors.flatMap(({ target, bridges = [], switches = [] }) => [
    ...bridges.map((name) => [name, target, 'NIO bridge']),
    ...switches.map((name) => [name, target, 'switch']),
  ]);
  const columns = [{ title: 'Device' }, { title: 'Hypervisor', address: true }, { title: 'Kind' }];
  return rows.length === 0 ? '' : renderColumns(columns, rows, width);
}
