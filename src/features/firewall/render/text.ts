import { isLoopback } from '../../../core/address/host.ts';
import { portRangesText } from '../../../core/address/port-ranges.ts';
import { counted } from '../../../core/text/counted.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { FirewallFlow, FirewallResult, FirewallScripts } from '../firewall.ts';
import { listChunks } from './list-chunks.ts';

/** What was asked of `firewall` that its result does not say. */
export interface FirewallView {
  /** Only what one host lets in. */
  readonly isOneHost: boolean;
}

/** The scripts where they were asked for, else a table of the flows. Ends without a line break. */
export function renderFirewall(result: FirewallResult, page: Page, view: FirewallView): string {
  return result.scripts === undefined ? renderFlows(safeResult(result), page, view) : renderScripts(result.scripts);
}

/** The scripts are the product's own words, with nothing of a lab in them that could do harm. */
function renderScripts({ hosts, firstLine }: FirewallScripts): string {
  const scripts = hosts.map(({ script }) => script);
  return (scripts.length === 1 ? scripts : [firstLine, ...scripts]).join('\n').replace(/\n$/, '');
}

const COLUMNS: readonly Column[] = [
  { title: 'From' },
  { title: 'To' },
  { title: 'Proto' },
  { title: 'Ports', wraps: true },
  { title: 'For', wraps: true },
];

/** Lists of more entries than these are shown in part; -v, --json and the scripts have all of them. */
const MOST_LISTED = 60;

/** Of those lists so many. */
const SHOWN = 8;

function renderFlows(result: FirewallResult, page: Page, { isOneHost }: FirewallView): string {
  const { paint, width, verbose = false } = page;
  const table = (flows: readonly FirewallFlow[]): string => {
    const rows = flows.flatMap((flow) => rowsOf(flow, result, verbose));
    return renderColumns(COLUMNS, rows, width);
  };
  const isInside = (flow: FirewallFlow): boolean => senderOf(flow, result) === nameOf(flow.to, result);
  const between = result.flows.filter((flow) => !isInside(flow));
  const inside = result.flows.filter(isInside);
  const blocks = [indent(paint.strong(headline(between, result)), 0, width)];
  if (between.length > 0) blocks.push(table(between));
  if (inside.length > 0) {
    const why = 'These stay inside their host; only a filter on the loopback stops them:';
    blocks.push(`${indent(paint.dim(why), 0, width)}\n${table(inside)}`);
  }
  const closed = closingTable(result, width);
  if (closed !== '') blocks.push(`${indent(paint.strong('To be closed to every other host:'), 0, width)}\n${closed}`);
  const places = [...between, ...(result.closings ?? [])];
  if (places.length > 0 && result.nextCommand !== undefined) {
    const { to = '' } = places.find((flow) => flow.to !== result.thisHost) ?? places[0] ?? {};
    const how = `There is one script for each host; \`--host ${to}\` writes that of ${to} alone.`;
    if (!isOneHost && result.hosts.length > 1) blocks.push(indent(paint.dim(how), 0, width));
    blocks.push(nextBlock(result.nextCommand, page));
  }
  return blocks.join('\n\n');
}

const CLOSING_COLUMNS: readonly Column[] = [
  { title: 'Host' },
  { title: 'Proto' },
  { title: 'Ports', wraps: true },
  { title: 'What', wraps: true },
];

function closingTable(result: FirewallResult, width: number): string {
  const { closings = [] } = result;
  const rows = closings.flatMap(({ to, ports, what }) =>
    listChunks(portRangesText(ports).split(',')).map((cell, index) =>
      index === 0 ? [nameOf(to, result), 'tcp', cell, what] : ['', '', cell, ''],
    ),
  );
  return rows.length === 0 ? '' : renderColumns(CLOSING_COLUMNS, rows, width);
}

function headline(between: readonly FirewallFlow[], { labs, flows }: FirewallResult): string {
  const name = labNames(labs, ' + ');
  if (between.length > 0) {
    const hosts = new Set(between.map(({ to }) => to));
    return `${name}: ${counted(between.length, 'flow')} to open on ${counted(hosts.size, 'host')}`;
  }
  if (flows.length === 0) return `${name}: nothing to open, the lab uses no port`;
  const all = ['its one flow stays', 'both flows stay'][flows.length - 1] ?? `all ${flows.length} flows stay`;
  return `${name}: nothing to open, ${all} inside a host`;
}

/** One row, and further ones where its lists are longer than a cell may be. */
function rowsOf(flow: FirewallFlow, result: FirewallResult, isVerbose: boolean): string[][] {
  const { to, protocol, ports, purpose, neededBy } = flow;
  const portCells = listChunks(shownOf(portRangesText(ports).split(','), isVerbose));
  const nameCells = listChunks(shownOf(neededBy, isVerbose));
  const [first, ...more] = Array.from({ length: Math.max(portCells.length, nameCells.length) }, (_, index) => [
    portCells[index] ?? '',
    nameCells[index] ?? '',
  ]);
  const start = [senderOf(flow, result), nameOf(to, result), protocol, first?.[0] ?? ''];
  return [[...start, `${PURPOSES[purpose]} ${first?.[1] ?? ''}`], ...more.map((cells) => ['', '', '', ...cells])];
}

function shownOf(entries: readonly string[], isVerbose: boolean): readonly string[] {
  if (isVerbose || entries.length <= MOST_LISTED) return entries;
  return [...entries.slice(0, SHOWN), `and ${entries.length - SHOWN} more (-v lists them)`];
}

const PURPOSES: Readonly<Record<FirewallFlow['purpose'], string>> = {
  control: 'control port of',
  console: 'console of',
  aux: 'AUX of',
  nio: 'NIOs of',
  headroom: 'headroom of',
  rehearsal: 'rehearsal on',
  server: 'GNS3 server',
  links: 'range of the links, such as',
  consoles: 'range of the consoles, such as',
};

function senderOf({ from }: FirewallFlow, result: FirewallResult): string {
  return 'network' in from ? from.network : nameOf(from.machine, result);
}

/** A host as the lab calls it; this host is said to be it, whether the lab has it or not. */
function nameOf(machine: string, { hosts, thisHost }: FirewallResult): string {
  if (machine === 'localhost' && thisHost === undefined) return hosts.includes(machine) ? machine : 'this host';
  if (machine !== 'localhost' && machine !== thisHost) return machine;
  const name = thisHost ?? machine;
  return isLoopback(name) ? name : `${name} (this host)`;
}
