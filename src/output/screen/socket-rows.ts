import { groupBy } from '../../core/group-by.ts';
import { counted } from '../../core/text/counted.ts';
import type { SocketState, TraceState } from '../../core/trace/trace-state.ts';
import { renderColumns } from '../columns.ts';
import { widestOf } from '../cut-text.ts';
import { hostAndPort, shorterHosts } from '../host-and-port.ts';
import { ROLE_WORDS } from '../question-text/socket-text.ts';
import { safeText } from '../safe-text.ts';
import { hearsText, receiverOf } from '../socket-words.ts';
import type { Room } from './frame.ts';

/** What has happened to a socket since the state before. */
type Mark = 'new' | 'changed' | 'closed' | 'same';

/** How a row is marked; the help of a screen says what the signs mean. */
const MARK_SIGNS: Readonly<Record<Mark, string>> = { new: '+', changed: '*', closed: '-', same: ' ' };

/** As wide as they mostly are, so that columns stay where they are from step to step. */
const TITLES = ['  End     ', 'Local           ', 'Foreign         ', 'Sends to        ', 'Hears'] as const;

/** Columns that "Sends to" and "Hears" need at the least; both may go on in the next line. */
const NARROWEST = { sendsTo: 16, hears: 14 };

/** Columns of the name of an end; of a longer one the middle is left out. */
const WIDEST_END = 28;

/** The sockets of a step, and what is marked of them. */
export interface SocketRows {
  readonly state: TraceState;
  /** The state before, if what has changed since then is to be marked. */
  readonly before?: TraceState | undefined;
  /** Rows that the table was moved by hand, up if below 0. */
  readonly shift?: number;
}

/**
 * The table of the sockets of a step, host by host and lab by lab, in the order of their creation: whom
 * each sends to and whom it hears. New rows are marked `+`, changed ones `*`, those that have just been
 * closed `-`; of closed ones no others are shown. Where there is not enough room the rows around the first
 * marked one are shown, and how many are hidden is said. At most `room.rows` lines.
 */
export function socketRows({ state, before, shift = 0 }: SocketRows, room: Room): string[] {
  const rows = shownRows(state, before);
  const marked = rows.findIndex(({ mark }) => mark !== 'same');
  const [{ length: total }, hosts] = [rows, new Set(rows.map(groupOf)).size];
  if (total === 0) return ['No UDP port is given yet.'].slice(0, room.rows);
  // Each host has a heading and titles. A row takes a line or more: fewer rows are tried until all lines fit.
  for (let most = Math.min(total, Math.max(1, room.rows - 2 * hosts)); most > 1; most--) {
    const lines = tableOf(rows, { most, marked, shift }, state, room.width);
    if (lines.length <= room.rows) return lines;
  }
  return tableOf(rows, { most: 1, marked, shift }, state, room.width).slice(0, room.rows);
}

/** What has happened to a socket: it is new when its port is given, and again when the socket is made. */
function markOf(socket: SocketState, before: TraceState | undefined): Mark {
  if (before === undefined) return 'same';
  const was = before.sockets[socket.index];
  if (was === socket) return 'same';
  if (was === undefined) return 'new';
  if (socket.isClosed && !was.isClosed) return 'closed';
  if (socket.bind !== undefined && was.bind === undefined) return 'new';
  const isSame = was.fate === socket.fate && was.to === socket.to && was.why === socket.why;
  return isSame && `${was.hears}` === `${socket.hears}` ? 'same' : 'changed';
}

interface Row {
  readonly socket: SocketState;
  readonly mark: Mark;
}

function shownRows({ sockets }: TraceState, before: TraceState | undefined): Row[] {
  const rows = sockets.flatMap((socket) => {
    const mark = markOf(socket, before);
    return socket.isClosed && mark !== 'closed' ? [] : [{ socket, mark }];
  });
  return [...groupBy(rows, groupOf).values()].flat();
}

interface Part {
  readonly most: number;
  /** The first row that is marked; below 0 there is none. */
  readonly marked: number;
  readonly shift: number;
}

/** So many rows around the first one that is marked, or the last rows, with their headings. */
function tableOf(rows: readonly Row[], { most, marked, shift }: Part, state: TraceState, width: number): string[] {
  const wanted = marked < 0 ? rows.length - most : marked - Math.floor(most / 3);
  const first = Math.max(0, Math.min(wanted + shift, rows.length - most));
  const shown = rows.slice(first, first + most);
  const lines = [...groupBy(shown, groupOf).values()].flatMap((group) =>
    columnLines(headingOf(group, state), cellsOf(group, state.sockets), width),
  );
  return [...lines, ...hiddenText(first, rows.length - first - most)];
}

/**
 * Rows below their heading. Where they would not fit otherwise, a host that all addresses share is said in
 * the heading, and several hosts are shortened; ports never are.
 */
function columnLines(heading: string, rows: readonly (readonly string[])[], width: number): string[] {
  const widths = TITLES.slice(0, 3).map((title, index) => widestOf([title, ...rows.map((row) => row[index] ?? '')]));
  const [end = 0, local = 0, foreign = 0] = widths;
  const forBoth = width - end - NARROWEST.sendsTo - NARROWEST.hears - (TITLES.length - 1);
  if (local + foreign <= forBoth) return [heading, ...laidOut(TITLES, rows, width)];
  const [host, another] = new Set(rows.flatMap(hostsOf));
  if (host !== undefined && another === undefined) {
    const titles = TITLES.map((title) => title.trimEnd());
    const ports = withHosts(rows, () => '');
    return [`${heading}, all addresses ${host}`, ...laidOut(titles, ports, width)];
  }
  const short = shorterHosts(new Set(rows.flatMap(hostsOf)), Math.floor(forBoth / 2) - ':65535'.length);
  return [
    heading,
    ...laidOut(
      TITLES,
      withHosts(rows, (one) => short.get(one) ?? one),
      width,
    ),
  ];
}

function laidOut(titles: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const columns = titles.map((title, index) => ({ title, stays: true, wraps: index > 2 }));
  return renderColumns(columns, rows, width).split('\n');
}

function hostsOf(row: readonly string[]): string[] {
  return row.slice(1, 3).flatMap((address) => hostAndPort(address)?.host ?? []);
}

/** The same rows with other words for the hosts of their addresses. */
function withHosts(rows: readonly (readonly string[])[], written: (host: string) => string): string[][] {
  return rows.map((row) =>
    row.map((cell, index) => {
      const parts = index === 1 || index === 2 ? hostAndPort(cell) : undefined;
      return parts === undefined ? cell : written(parts.host) + parts.port;
    }),
  );
}

function hiddenText(above: number, below: number): string[] {
  if (above === 0 && below === 0) return [];
  const parts = [...(above > 0 ? [`${above} above`] : []), ...(below > 0 ? [`${below} below`] : [])];
  return [`  … ${counted(above + below, 'more row')}: ${parts.join(', ')}`];
}

/** The sockets of a host, of each lab by themselves. */
function groupOf({ socket: { machine, lab } }: Row): string {
  return lab === undefined ? machine : `${machine}\n${lab}`;
}

function headingOf([first]: readonly Row[], state: TraceState): string {
  if (first === undefined) return '';
  const { machine, lab } = first.socket;
  return `UDP sockets of ${hostsText(machine, state)}${lab === undefined ? '' : ` (${safeText(lab)})`}`;
}

/** A host by the names that the labs give it; two names may be one machine. */
function hostsText(machine: string, { hypervisors }: TraceState): string {
  const hosts = hypervisors.filter((one) => one.machine === machine).map(({ host }) => host);
  return safeText(hosts.length === 0 ? machine : [...new Set(hosts)].join(', '));
}

function cellsOf(rows: readonly Row[], sockets: readonly SocketState[]): string[][] {
  const ends = rows.map(({ socket }) => endText(socket));
  const short = shorterHosts(new Set(ends), WIDEST_END);
  return rows.map(({ socket, mark }, index) => {
    const end = ends[index] ?? '';
    return [
      `${MARK_SIGNS[mark]} ${short.get(end) ?? end}`,
      localText(socket),
      safeText(socket.remote ?? '-'),
      receiverText(socket, sockets),
      hearsText(socket, sockets),
    ];
  });
}

/** `R1 f0/0`; with uBridge which of its sockets. */
function endText({ end, role }: SocketState): string {
  return safeText(role === undefined ? end : `${end}, ${ROLE_WORDS[role]}`);
}

/** Before the socket is made, and where it is refused, there is a port and no address. */
function localText({ local, bind, port, boundPort = port }: SocketState): string {
  if (local !== undefined && bind !== 'refused') return safeText(local);
  return `${boundPort}`;
}

/** What is in round brackets is no receiver. */
function receiverText(socket: SocketState, sockets: readonly SocketState[]): string {
  const { text, why } = receiverOf(socket, sockets);
  const isReceiver = socket.fate !== undefined && socket.fate !== 'nobody' && !socket.isClosed;
  return safeText(isReceiver ? text : `(${why === undefined ? text : `${text.replace(':', ',')}: ${why}`})`);
}
