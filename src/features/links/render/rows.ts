import { holderName } from '../../../core/sockets/holder-name.ts';
import { counted } from '../../../core/text/counted.ts';
import { safeText } from '../../../output/safe-text.ts';
import { type NameStyle, socketAddress } from '../../../output/socket-address.ts';
import { LINK_STATES, type LinkEnd, type ObservedLink, type Unread } from '../link-table.ts';
import type { LinksResult } from '../result.ts';

/** What the columns of a link table show. */
export interface LinkColumns extends NameStyle {
  /** Owners of the sockets: netstat's -p. */
  readonly processes: boolean;
  /** What waits and was dropped at each end, and what has passed where that is known. */
  readonly counters?: boolean;
  /** With -c: what was there before, and how long ago. */
  readonly previous?: { readonly links: readonly ObservedLink[]; readonly seconds: number } | undefined;
}

/** A table of links as text: the titles of its columns, and the cells of each link. */
export interface LinkCells {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Lays out all links. */
export function linkCells({ links }: LinksResult, style: LinkColumns): LinkCells {
  const { previous, processes } = style;
  const before = new Map(previous?.links.map((row) => [keyOf(row, previous), row]));
  const hasCounters = links.some(({ a, b }) => a.packetsIn !== undefined || b?.packetsIn !== undefined);
  const hasRates = hasCounters && previous !== undefined;
  const titles = [
    ...['State', 'Link', 'Address', 'Peer Address', 'Hypervisor', 'Peer'],
    ...(processes ? ['PID/Program', 'Peer PID/Program'] : []),
    ...(hasCounters ? ['Packets In', 'Packets Out', 'Peer In', 'Peer Out'] : []),
    ...(hasRates ? ['In/s', 'Out/s'] : []),
    ...(style.counters ? ['Recv-Q', 'Peer Recv-Q', 'Drops', 'Peer Drops'] : []),
    'Remark',
  ];
  const rows = links.map((row) => {
    const earlier = before.get(keyOf(row, previous));
    // A star marks what has changed since the picture before, without colour too.
    const hasChanged = previous !== undefined && earlier?.state !== row.state;
    const cells = mainCells(row, style);
    if (hasChanged) cells[0] = `*${cells[0]}`;
    if (processes) cells.push(program(row.a), program(row.b?.present === false ? (row.holder ?? row.b) : row.b));
    const ends = [row.a, row.b];
    if (hasCounters) cells.push(...ends.flatMap((end) => COUNTERS.map((key) => String(end?.[key] ?? '-'))));
    if (hasRates) cells.push(...COUNTERS.map((key) => rate(row.a, earlier?.a, key, previous.seconds)));
    if (style.counters) cells.push(...QUEUES.flatMap((key) => ends.map((end) => String(end?.[key] ?? '-'))));
    cells.push(remark(row));
    return safeCells(cells);
  });
  return { titles, rows };
}

/**
 * Names of programs and devices come from outside; nearly all rows are safe, which one look at the whole row
 * tells.
 */
function safeCells(cells: string[]): string[] {
  const all = cells.join('');
  return safeText(all) === all ? cells : cells.map(safeText);
}

function mainCells({ state, name, a, b }: ObservedLink, style: NameStyle): string[] {
  return b === undefined
    ? [state, name ?? '-', endAddress(a, style), '-', ownerOf(a), '-']
    : [state, name ?? '-', endAddress(a, style), endAddress(b, style), ownerOf(a), ownerOf(b)];
}

const COUNTERS = ['packetsIn', 'packetsOut'] as const;
const QUEUES = ['receiveQueue', 'drops'] as const;
type Counter = (typeof COUNTERS)[number];

/** Packets per second since the picture before. */
function rate(end: LinkEnd, before: LinkEnd | undefined, key: Counter, seconds: number): string {
  const [now, then] = [end[key], before?.[key]];
  return now !== undefined && then !== undefined && now >= then ? ((now - then) / seconds).toFixed(1) : '-';
}

/** What stays the same about a link while its state changes. */
function keyOf({ name, lab, a }: ObservedLink, previous: LinkColumns['previous']): string {
  if (previous === undefined) return '';
  return name === undefined
    ? `${a.host} ${a.localAddress}:${a.localPort} ${a.remoteAddress}:${a.remotePort}`
    : `${lab} ${name}`;
}

/** A socket that is not there stands in brackets. */
function endAddress(end: LinkEnd, style: NameStyle): string {
  const text = end.localAddress === '' ? `*:${end.localPort}` : socketAddress(end.localAddress, end.localPort, style);
  return end.present ? text : `(${text})`;
}

function ownerOf({ hypervisor, process, host, present }: LinkEnd): string {
  return hypervisor ?? process ?? (present ? '-' : host);
}

/** netstat's `PID/Program name`. */
export function program(end: Pick<LinkEnd, 'pid' | 'process'> | undefined): string {
  return end?.pid === undefined ? '-' : `${end.pid}/${end.process ?? '?'}`;
}

/** What is the matter, in the few words that a table has room for. */
function remark(row: ObservedLink): string {
  const { state, a, b } = row;
  const lost = [a, b].find((end) => end !== undefined && !end.present);
  switch (state) {
    case 'SHARED':
      return row.receiver === undefined
        ? 'who receives is not told'
        : `pid ${receiverOf(row)} receives, the others starve`;
    case 'SELF':
      return 'frames come back to their sender';
    case 'FOREIGN':
      return row.holder === undefined ? '' : `port ${row.holder.localPort}: ${holderName(row.holder)}`;
    case 'HALF-OPEN':
      return b === undefined ? 'no peer' : 'one end only';
    case 'MISSING':
      return lost === undefined ? '' : 'no end is there';
    case 'CROSSED':
      return b?.present === true && b.remotePort === 0 ? 'the other end sends elsewhere' : 'connected to another link';
    case 'UNREACHABLE?':
      return "addresses cannot be each other's";
    case 'UNEXPECTED':
      return 'not in the lab';
    case 'UNKNOWN':
      return unknownRemark(row);
    case 'ONE-WAY':
      return oneWayRemark(row);
    case 'STALLED':
      return unreadRemark(a.unread === undefined ? b : a);
    default:
      return '';
  }
}

function oneWayRemark({ a, b }: ObservedLink): string {
  const isPortZero = [a, b].some((end) => end?.present === true && end.remotePort === 0);
  return isPortZero ? 'one end sends to port 0' : 'one direction gets lost';
}

function unknownRemark({ forwarder, notRead }: ObservedLink): string {
  if (forwarder !== undefined) return `${forwarder} passes it on`;
  return notRead === undefined ? 'not told' : `${notRead} was not read`;
}

/** Which program does not read, and why. */
function unreadRemark(end: LinkEnd | undefined): string {
  return end?.unread === undefined ? '' : `port ${end.localPort}: ${UNREAD[end.unread]}`;
}

const UNREAD: Readonly<Record<Unread, string>> = {
  'process stopped': 'its process is stopped',
  'process traced': 'a debugger holds its process',
  'hypervisor silent': 'its hypervisor does not answer',
  'router not running': 'its router is not running',
  'not bound': 'its NIO is not bound',
  'queue full': 'nobody reads it',
};

function receiverOf({ receiver }: ObservedLink): string {
  return receiver?.pid === undefined ? 'not told' : String(receiver.pid);
}

/**
 * `6 links: 2 SHARED, 4 ESTABLISHED`. A lab's links are counted as `simulate` counts them: those that are
 * never made too, and tunnels by themselves.
 */
export function linksHeadline(result: LinksResult): string {
  const { links, labs, notMade = [] } = result;
  const title = labs.length === 0 ? '' : `${safeText(labs.join(' + '))}: `;
  if (links.length + notMade.length === 0) return title + nothingFound(result);
  const counts = new Map<string, number>(notMade.length === 0 ? [] : [[NOT_MADE, notMade.length]]);
  for (const { state } of links) counts.set(state, (counts.get(state) ?? 0) + 1);
  const tunnels = links.filter(({ isTunnel }) => isTunnel).length;
  const noun = counted(links.length - tunnels + notMade.length, 'link');
  const nouns = tunnels === 0 ? noun : `${noun} and ${counted(tunnels, 'tunnel')}`;
  const [first] = counts.keys();
  if (counts.size === 1) return `${title}${nouns}, ${links.length + notMade.length === 1 ? '' : 'all '}${first}`;
  const sums = [NOT_MADE, ...LINK_STATES].flatMap((state) =>
    counts.has(state) ? [`${counts.get(state)} ${state}`] : [],
  );
  return `${title}${nouns}: ${sums.join(', ')}`;
}

const NOT_MADE = 'never made';

/** Why there is no row, as far as it is known. */
function nothingFound({ labs, hosts, filteredOut }: LinksResult): string {
  if (filteredOut > 0) return `no link matches (${filteredOut} in all)`;
  const hidden = hosts.reduce((sum, host) => sum + (host.hiddenSockets ?? 0), 0);
  if (labs.length > 0) return 'no links';
  return hidden > 0
    ? `no links that this user may see: ${hidden} UDP sockets belong to others`
    : 'no links: no hypervisor has a UDP socket here';
}
