import { hostPortText } from '../../../core/address/host-port.ts';
import type { Column } from '../../../output/columns.ts';
import { safeText } from '../../../output/safe-text.ts';
import { type NameStyle, socketAddress } from '../../../output/socket-address.ts';
import type { LinkEnd, ObservedLink } from '../link-table.ts';
import type { LinksResult } from '../result.ts';
import { remark } from './remark.ts';
import { withTunnels } from './tunnels.ts';

/** What the columns of a link table show. */
export interface LinkColumns extends NameStyle {
  /** Owners of the sockets: netstat's -p. */
  readonly processes: boolean;
  /** What waits and was dropped at each end, and what has passed where that is known. */
  readonly counters?: boolean;
  /** With -c: what was there before, and how long ago. */
  readonly previous?: { readonly links: readonly ObservedLink[]; readonly seconds: number } | undefined;
}

/** A table of links as text: its columns, and the cells of each link. */
export interface LinkCells {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** True if a star marks a row that has changed. */
  readonly hasStars: boolean;
}

/** One column: its title and how it gives way, and what a row has in it. */
interface LinkColumn extends Column {
  readonly cell: (row: ObservedLink, earlier: ObservedLink | undefined) => string;
}

/** Lays out all links. */
export function linkCells({ links }: LinksResult, style: LinkColumns): LinkCells {
  const { previous } = style;
  const before = previous && new Map(previous.links.map((row) => [keyOf(row), row]));
  const columns = columnsOf(links, style);
  let hasStars = false;
  const rows = withTunnels(links).map((row) => {
    const earlier = before?.get(keyOf(row));
    const cells = columns.map(({ cell }) => cell(row, earlier));
    // A star marks what has changed since the picture before, without colour too.
    if (previous !== undefined && earlier?.state !== row.state) {
      cells[0] = `*${cells[0]}`;
      hasStars = true;
    }
    return safeCells(cells);
  });
  return { columns, rows, hasStars };
}

function columnsOf(links: readonly ObservedLink[], style: LinkColumns): LinkColumn[] {
  const hasNames = links.some(({ name }) => name !== undefined);
  const owners: LinkColumn[] = [
    { title: 'Hypervisor', optional: hasNames, cell: ({ a }) => ownerOf(a) },
    { title: 'Far Hypervisor', optional: hasNames, cell: ({ a, b }) => (b === undefined ? '-' : ownerOf(b, a.host)) },
  ];
  return [
    { title: 'State', cell: ({ state }) => state },
    ...(hasNames ? [{ title: 'Link', wraps: true, cell: linkCell }] : []),
    { title: 'Local Address', address: true, cell: (row) => localCell(row, style) },
    { title: 'Foreign Address', address: true, cell: (row) => foreignCell(row, style) },
    // Without a lab nothing else tells whose the ends are.
    ...(hasNames ? [] : owners),
    { title: 'Remark', wraps: true, cell: remark },
    ...counterColumns(links, style),
    ...(style.processes ? PROGRAMS : []),
    ...(hasNames ? owners : []),
  ];
}

const PROGRAMS: readonly LinkColumn[] = [
  { title: 'PID/Program', cell: ({ a }) => program(a) },
  { title: 'Peer PID/Program', cell: (row) => program(row.b?.present === false ? (row.holder ?? row.b) : row.b) },
];

/** What has passed, and what waits and was dropped: two numbers in one column. */
function counterColumns(links: readonly ObservedLink[], { counters, previous }: LinkColumns): LinkColumn[] {
  const hasCounters = links.some(({ a, b }) => a.packetsIn !== undefined || b?.packetsIn !== undefined);
  const passed: LinkColumn[] = [
    { title: 'In/Out', cell: ({ a }) => pair(a.packetsIn, a.packetsOut) },
    { title: 'Peer In/Out', cell: ({ b }) => pair(b?.packetsIn, b?.packetsOut) },
  ];
  const rates: LinkColumn[] =
    previous === undefined
      ? []
      : [
          {
            title: 'In/Out per s',
            cell: ({ a }, earlier) => pair(...COUNTERS.map((key) => rate(a, earlier?.a, key, previous.seconds))),
          },
        ];
  const queues: LinkColumn[] = [
    { title: 'Recv-Q/Drops', cell: ({ a }) => pair(a.receiveQueue, a.drops) },
    { title: 'Peer Recv-Q/Drops', cell: ({ b }) => pair(b?.receiveQueue, b?.drops) },
  ];
  return [...(hasCounters ? [...passed, ...rates] : []), ...(counters ? queues : [])];
}

/** `12/7`, or `-` where neither is known. */
function pair(...numbers: readonly (number | string | undefined)[]): string {
  return numbers.every((number) => number === undefined) ? '-' : numbers.map((number) => number ?? '-').join('/');
}

/**
 * Names of programs and devices come from outside; nearly all rows are safe, which one look at the whole row
 * tells.
 */
function safeCells(cells: string[]): string[] {
  const all = cells.join('');
  return safeText(all) === all ? cells : cells.map(safeText);
}

/** A tunnel stands below the link that it is a part of. */
function linkCell({ name, tunnelOf, a }: ObservedLink): string {
  if (tunnelOf === undefined) return name ?? '-';
  return `  ${a.device}'s uBridge`;
}

/** The address of the first end, as netstat shows its socket; what is not there has none. */
function localCell({ state, a, holder }: ObservedLink, style: NameStyle): string {
  const socket = socketAt(a, holder);
  if (socket !== undefined) return socketAddress(socket.localAddress, socket.localPort, style);
  return state === 'UNKNOWN' ? unreadAddress(a) : '-';
}

/** Where the first end sends to; if it is not there, the address of the other end. */
function foreignCell({ state, a, b, holder }: ObservedLink, style: NameStyle): string {
  const socket = socketAt(a, holder);
  if (socket !== undefined && socket.remotePort !== 0)
    return socketAddress(socket.remoteAddress, socket.remotePort, style);
  if (b?.present) return socketAddress(b.localAddress, b.localPort, style);
  return state === 'UNKNOWN' && b !== undefined ? unreadAddress(b) : '-';
}

/** The socket of an end, also one that is connected elsewhere than the lab says. */
function socketAt(end: LinkEnd, holder: LinkEnd | undefined): LinkEnd | undefined {
  if (end.present) return end;
  const isOwn = holder !== undefined && holder.device === end.device && holder.interface === end.interface;
  return isOwn && holder.localPort === end.localPort && holder.device !== undefined ? holder : undefined;
}

/** Where an end should be, on a host that was not read or not to the end. */
function unreadAddress({ host, hostInLab = host, localAddress, localPort }: LinkEnd): string {
  return hostPortText(localAddress === '' ? hostInLab : localAddress, localPort);
}

/** A hypervisor that the lab does not name has its host's name in the lab all the same. */
function ownerOf({ hypervisor, process, host, hostInLab, present }: LinkEnd, otherHost?: string): string {
  if (hypervisor === undefined) return process ?? (present || host === otherHost ? '-' : (hostInLab ?? host));
  const own = `${host}:`;
  return hostInLab !== undefined && hypervisor.startsWith(own)
    ? `${hostInLab}:${hypervisor.slice(own.length)}`
    : hypervisor;
}

const COUNTERS = ['packetsIn', 'packetsOut'] as const;
type Counter = (typeof COUNTERS)[number];

/** Packets per second since the picture before. */
function rate(end: LinkEnd, before: LinkEnd | undefined, key: Counter, seconds: number): string | undefined {
  const [now, then] = [end[key], before?.[key]];
  return now !== undefined && then !== undefined && now >= then ? ((now - then) / seconds).toFixed(1) : undefined;
}

/** What stays the same about a link while its state changes. */
function keyOf({ name, lab, a }: ObservedLink): string {
  return name === undefined
    ? `${a.host} ${a.localAddress}:${a.localPort} ${a.remoteAddress}:${a.remotePort}`
    : `${lab} ${name}`;
}

/** netstat's `PID/Program name`. */
export function program(end: Pick<LinkEnd, 'pid' | 'process'> | undefined): string {
  return end?.pid === undefined ? '-' : `${end.pid}/${end.process ?? '?'}`;
}
