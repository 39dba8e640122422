import { counted } from '../../../core/text/counted.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { FirewallFlow, FirewallResult, FirewallScripts } from '../firewall.ts';

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
  { title: 'Ports' },
  { title: 'For' },
];

/** Rows past this are as many as nobody opens by hand; scripts and --json have all of them. */
const MOST_RANGES = 8;

function renderFlows(result: FirewallResult, page: Page, { isOneHost }: FirewallView): string {
  const { paint, width } = page;
  const table = (flows: readonly FirewallFlow[]): string =>
    renderColumns(
      COLUMNS,
      flows.map((flow) => cells(flow, result)),
      width,
    );
  const between = result.flows.filter(({ insideHost }) => !insideHost);
  const inside = result.flows.filter(({ insideHost }) => insideHost);
  const blocks = [paint.strong(headline(result.flows, result))];
  if (between.length > 0) blocks.push(table(between));
  if (inside.length > 0) {
    blocks.push(
      `${paint.dim('These never leave the host; only a filter on the loopback would stop them:')}\n${table(inside)}`,
    );
  }
  if (result.nextCommand !== undefined) {
    const what = isOneHost ? 'the script' : 'a script for each host';
    blocks.push(paint.dim(`${result.nextCommand}   writes the rules, ${what}`));
  }
  return blocks.join('\n\n');
}

function headline(flows: readonly FirewallFlow[], { labs }: FirewallResult): string {
  const name = labs.map((lab) => lab.name).join(' + ');
  const between = flows.filter(({ insideHost }) => !insideHost);
  if (between.length > 0) {
    const hosts = new Set(between.map(({ to }) => to));
    return `${name}: ${counted(between.length, 'flow')} to open on ${counted(hosts.size, 'host')}`;
  }
  return flows.length === 0
    ? `${name}: nothing to open, no port is used`
    : `${name}: nothing to open, all ${counted(flows.length, 'flow')} stay inside a host`;
}

function cells({ from, to, protocol, ports, purpose, neededBy }: FirewallFlow, { hosts }: FirewallResult): string[] {
  const sender = 'network' in from ? from.network : nameOf(from.machine, hosts);
  const ranges = ports
    .slice(0, MOST_RANGES)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  const more = ports.length > MOST_RANGES ? `,… ${ports.length - MOST_RANGES} more` : '';
  const others = neededBy.length > 1 ? ` and ${neededBy.length - 1} more` : '';
  return [
    sender,
    nameOf(to, hosts),
    protocol,
    `${ranges.join(',')}${more}`,
    `${PURPOSES[purpose]} ${neededBy[0] ?? ''}${others}`,
  ];
}

const PURPOSES: Readonly<Record<FirewallFlow['purpose'], string>> = {
  control: 'control port of',
  console: 'console of',
  aux: 'AUX of',
  nio: 'NIOs of',
  headroom: 'headroom of',
  rehearsal: 'rehearsal on',
};

/**
 * This machine is `localhost` in a lab that has it as a host; in other labs it is only where somebody sits.
 */
function nameOf(machine: string, hosts: readonly string[]): string {
  return machine === 'localhost' && !hosts.includes(machine) ? 'this host' : machine;
}
