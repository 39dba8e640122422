import { groupBy } from '../../core/group-by.ts';
import type { ConsoleRow } from '../../features/simulate/simulate.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { safeText } from '../../output/safe-text.ts';
import { isCovered } from '../quiz/covered.ts';
import type { Scene } from '../scene.ts';
import { name } from './name.ts';
import { pager, pagesOf, ROWS } from './pager.ts';
import { panel } from './panel.ts';
import { scroller } from './scroller.ts';
import { signMark } from './sign-mark.ts';
import { table } from './table.ts';

/** A TCP port of the lab: a console, or the port on which a hypervisor takes commands. */
interface TcpPort {
  readonly machine: string;
  readonly port: number;
  readonly of: string;
  readonly what: string;
  readonly from: string;
}

/** The TCP ports, those that two want marked, and the links that are never made. */
export function consolesPanel(scene: Scene): Element {
  const rows = tcpPorts(scene);
  const byPort = groupBy(rows, ({ machine, port }) => `${machine}\n${port}`);
  const page = Math.min(scene.choices.consolesPage ?? 0, pagesOf(rows.length) - 1);
  const shown = rows.slice(page * ROWS, (page + 1) * ROWS);
  return panel(
    { id: 'consoles', title: 'Consoles and other TCP ports' },
    rows.length === 0
      ? el('p', { class: 'empty' }, 'This lab has no TCP ports.')
      : scroller('Table of TCP ports', ofPorts(shown, byPort, new Set(rows.map(({ machine }) => machine)).size > 1)),
    rows.length > ROWS && pager('consoles-page', page, rows.length),
    el('p', { class: 'quiet' }, 'TCP and UDP ports are apart: a console and a UDP port with one number do not meet.'),
    isCovered(scene, 'verdict') ? undefined : notMade(scene),
  );
}

function tcpPorts({ simulation, model }: Scene): TcpPort[] {
  const machineOf = (host: string): string => model.machines.machineOf(host);
  const control = simulation.hypervisors.map(
    ({ hypervisor, host, port, kind }): TcpPort => ({
      machine: machineOf(host),
      port,
      of: hypervisor,
      what: kind === 'gns3' ? 'HTTP of the server' : 'control port',
      from: 'written in the lab',
    }),
  );
  const consoles = simulation.consoles.map(
    (row): TcpPort => ({
      machine: machineOf(row.host),
      port: row.port,
      of: row.device,
      what: CONSOLE_WORDS[row.type],
      from: originOf(row),
    }),
  );
  return [...distinct(control), ...consoles];
}

/** Hypervisors that one server runs have one port. */
function distinct(rows: readonly TcpPort[]): TcpPort[] {
  return [...new Map(rows.map((row) => [`${row.machine}\n${row.port}\n${row.of}`, row])).values()];
}

const CONSOLE_WORDS: Readonly<Record<ConsoleRow['type'], string>> = {
  console: 'console',
  aux: 'AUX',
  internal: 'inner console',
  reserved: 'reserved',
};

/** `2000 + 1`: the base console and the number of the router. */
function originOf({ explicit, written, port, base, index }: ConsoleRow): string {
  if (explicit) return 'written in the lab';
  if (base === undefined) return '-';
  if (index === undefined)
    return `lowest free from ${base}${written === undefined ? '' : `, not ${written} as written`}`;
  return port === base + index ? `${base} + ${index}` : `${base} + ${index} is taken: the next free port`;
}

const COLUMNS = ['Port', 'Of', 'What', 'From'];

function ofPorts(
  rows: readonly TcpPort[],
  byPort: ReadonlyMap<string, readonly TcpPort[]>,
  saysHost: boolean,
): Element {
  return table(
    { caption: 'TCP ports of consoles and hypervisors', columns: COLUMNS, class: 'tcp' },
    el(
      'tbody',
      { role: 'rowgroup' },
      rows.map((row) => tcpRow(row, byPort.get(`${row.machine}\n${row.port}`) ?? [], saysHost)),
    ),
  );
}

function tcpRow(row: TcpPort, samePort: readonly TcpPort[], saysHost: boolean): Element {
  const others = samePort.filter((one) => one !== row);
  return el(
    'tr',
    { role: 'row', class: others.length > 0 ? 'clash' : undefined },
    el(
      'th',
      { role: 'rowheader', scope: 'row', 'data-title': 'Port' },
      el('b', {}, String(row.port)),
      saysHost && el('small', {}, ' of ', name(row.machine)),
    ),
    el('td', { role: 'cell', 'data-title': 'Of' }, name(row.of)),
    el('td', { role: 'cell', 'data-title': 'What' }, row.what, others.length > 0 && clash(others)),
    el('td', { role: 'cell', 'data-title': 'From' }, row.from),
  );
}

/** `✗ also console of R3`. */
function clash(others: readonly TcpPort[]): Element {
  const [first] = others;
  return el(
    'small',
    { class: 'trouble' },
    signMark('✗'),
    ' also ',
    first?.what ?? '',
    ' of ',
    name(first?.of ?? ''),
    others.length > 1 && ` and ${others.length - 1} more`,
  );
}

/** More links that are not made are counted. */
const MOST = 50;

/** Links that get no port, or that the software refuses. */
function notMade({ simulation }: Scene): Element | undefined {
  const links = simulation.links.filter(({ reason, ends }) => reason !== undefined && ends === undefined);
  if (links.length === 0) return undefined;
  return el(
    'div',
    { class: 'not-made' },
    el('h3', {}, `Links that are not made (${links.length})`),
    el(
      'ul',
      {},
      links.slice(0, MOST).map((link) => el('li', {}, name(link.name), `: ${safeText(link.reason ?? '')}`)),
      links.length > MOST && el('li', { class: 'more' }, `and ${links.length - MOST} more`),
    ),
  );
}
