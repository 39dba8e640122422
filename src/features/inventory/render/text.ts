import { hostPortText } from '../../../core/address/host-port.ts';
import { portListText, portRanges } from '../../../core/address/port-ranges.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { commandLines, indent, nextBlock, signed } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { shortTitle } from '../../../output/short-name.ts';
import type {
  InventoryCompute,
  InventoryFinding,
  InventoryNode,
  InventoryProgram,
  InventoryResult,
} from '../result.ts';

export interface InventoryView {
  /** The target as a word of a command line. */
  readonly target: string;
}

/**
 * The inventory for a person: the sum, what is wrong and what to do, then nodes and programs, what could
 * not be seen, and the next command. Ends without a line break.
 */
export function renderInventory(unsafe: InventoryResult, page: Page, { target }: InventoryView): string {
  const result = safeResult(unsafe);
  const areSeveral = result.computes.length > 1;
  const blocks = [
    headline(result, page),
    ...result.findings.map((finding) => story(finding, { target, areSeveral }, page)),
    areSeveral || result.computes.some(({ notRead }) => notRead !== undefined) ? computeTable(result, page) : '',
    nodeTable(result, page.width),
    programTable(result, areSeveral, page.width),
    result.limits.map((limit) => indent(limit, 0, page.width)).join('\n'),
    nextBlock(`niostat links ${target}`, page),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headline(result: InventoryResult, { paint, width }: Page): string {
  const { outcome, server, project, nodes, programs, findings, computes, otherOpenProjects } = result;
  const sign = findings.some(({ severity }) => severity !== 'note')
    ? paint.bad('✗')
    : outcome === 'clean'
      ? paint.good('✓')
      : paint.warn('?');
  const found = findings.length === 0 ? 'no findings' : counted(findings.length, 'finding');
  const own = programs.filter(({ isOfProject, state }) => isOfProject && state !== 'ended').length;
  const sum = `${project.name}: ${counted(nodes.length, 'node')}, ${counted(own, 'program')}; ${found}`;
  const here = server.isHere ? ' (this host)' : '';
  const ports = computes.flatMap(({ name, udp }) =>
    udp === undefined
      ? []
      : [`${udp.given} of UDP ${udp.range.join('-')} given out${computes.length > 1 ? ` on ${name}` : ''}`],
  );
  const others = otherOpenProjects.length === 0 ? [] : [`also open: ${listed(otherOpenProjects)}`];
  const where = [`GNS3 ${server.version} at ${hostPortText(server.host, server.port)}${here}`, ...ports, ...others];
  const lines = indent(sum, 2, width).trimStart().split('\n').map(paint.strong).join('\n');
  return [`${sign} ${lines}`, indent(where.join('; '), 2, width)].join('\n');
}

function story(
  { slug, severity, message, remedy, command, closing, host }: InventoryFinding,
  { target, areSeveral }: InventoryView & { readonly areSeveral: boolean },
  page: Page,
): string {
  const { paint, width, verbose = false } = page;
  const title = `${signed(severity, paint)} ${paint.strong(slug)}`;
  const commands = [
    ...(command === undefined ? [] : [command]),
    ...(closing === undefined ? [] : [`niostat firewall ${target} --format nft`]),
    ...(closing === undefined || !verbose ? [] : [closing.nft, closing.iptables, closing.ufw]),
  ];
  return [
    areSeveral ? `${title}  ${paint.dim(host)}` : title,
    indent(message, 2, width),
    indent(`${paint.good('What to do:')} ${remedy}${commands.length === 0 ? '' : ':'}`, 2, width),
    ...commands.map((line) => commandLines(line, 4, width)),
  ].join('\n');
}

const COMPUTE_COLUMNS: readonly Column[] = [
  { title: 'Compute' },
  { title: 'Address', address: true },
  { title: 'Version' },
  { title: 'UDP Given' },
  { title: 'Processes', wraps: true },
];

function computeTable({ computes }: InventoryResult, { width }: Page): string {
  const rows = computes.map((one: InventoryCompute) => [
    one.name,
    hostPortText(one.host, one.port),
    one.version ?? '-',
    one.udp === undefined ? '-' : `${one.udp.given} of ${one.udp.range.join('-')}`,
    one.notRead === undefined ? 'read' : `not looked at: ${one.notRead}`,
  ]);
  return renderColumns(COMPUTE_COLUMNS, rows, width);
}

const NODE_COLUMNS: readonly Column[] = [
  { title: 'Node' },
  { title: 'Type' },
  { title: 'Compute', optional: true },
  { title: 'Status' },
  { title: 'Console' },
  { title: 'Answers', wraps: true },
];

function nodeTable({ nodes, computes }: InventoryResult, width: number): string {
  if (nodes.length === 0) return '';
  const names = new Map(computes.map(({ id, name }) => [id, name]));
  const isOne = names.size < 2;
  const rows = nodes.map(({ name, type, compute, status, console }: InventoryNode) => [
    name,
    type,
    ...(isOne ? [] : [names.get(compute) ?? compute]),
    status ?? '-',
    console === undefined ? '-' : hostPortText(console.host, console.port),
    console === undefined ? '' : `${console.state}${console.why === undefined ? '' : `: ${console.why}`}`,
  ]);
  const columns = NODE_COLUMNS.filter(({ title }) => !(isOne && title === 'Compute'));
  return renderColumns(columns, rows, width);
}

const PROGRAM_COLUMNS: readonly Column[] = [
  { title: 'Node', wraps: true },
  { title: 'Program' },
  { title: 'State' },
  { title: 'PID' },
  { title: 'TCP' },
  { title: 'Version' },
  { title: 'UDP', wraps: true },
];

function programTable({ programs }: InventoryResult, areSeveral: boolean, width: number): string {
  if (programs.length === 0) return '';
  const rows = programs.map((one: InventoryProgram) => [
    ...(areSeveral ? [one.host] : []),
    nameOf(one),
    one.program,
    one.state,
    String(one.pid ?? '-'),
    one.port === undefined ? '-' : hostPortText(one.address ?? '?', one.port),
    one.version ?? '-',
    one.udpPorts.length === 0 ? '-' : portListText(portRanges(one.udpPorts)),
  ]);
  return renderColumns([...(areSeveral ? [{ title: 'Host' }] : []), ...PROGRAM_COLUMNS], rows, width);
}

function nameOf({ nodes, program, otherProject, otherProjectName, isOfProject }: InventoryProgram): string {
  if (nodes.length > 0) return nodes.join(', ');
  if (program === 'gns3server' || isOfProject) return '-';
  if (otherProjectName !== undefined) return `(${shortTitle(otherProjectName)})`;
  return otherProject === undefined ? '(not known)' : `(project ${otherProject.slice(0, 8)})`;
}
