import { addressParts } from '../../core/address/host-port.ts';
import { groupBy } from '../../core/group-by.ts';
import { counted } from '../../core/text/counted.ts';
import { litSockets } from '../../core/trace/at-this-step.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { type Element, el } from '../../output/markup/markup.ts';
import { FATE_LOOK, type FateName } from '../../output/picture/fate-look.ts';
import { ROLE_WORDS } from '../../output/question-text/socket-text.ts';
import { shortName } from '../../output/short-name.ts';
import { fateOf, hearsText, receiverOf } from '../../output/socket-words.ts';
import type { Scene } from '../scene.ts';
import { findField, isFound } from './find-field.ts';
import { machineName } from './machine-name.ts';
import { name } from './name.ts';
import { pager, pagesOf, ROWS } from './pager.ts';
import { panel } from './panel.ts';
import { scroller } from './scroller.ts';
import { signMark } from './sign-mark.ts';
import { table } from './table.ts';

const COLUMNS = ['End', 'Local', 'Foreign', 'Sends to', 'Hears', 'Frames'] as const;

/**
 * The sockets of this step as netstat would show them, host by host, in the order of their creation, with
 * what netstat does not show: where the frames of each come out, and whose frames it hears. Rows that this
 * step is about are lit.
 */
export function socketTable(scene: Scene): Element {
  const lit = litSockets(scene.events);
  const all = shownSockets(scene, lit);
  const found = all.filter((socket) => matches(socket, scene.choices.find));
  const pages = pagesOf(found.length);
  const page = pageOf(found, lit, scene.choices.tablePage, pages);
  const rows = found.slice(page * ROWS, (page + 1) * ROWS);
  return panel(
    { id: 'sockets', title: 'UDP sockets', tools: [findField(scene.choices.find, 'end, port or router')] },
    foundText(scene.choices.find, found.length, all.length),
    rows.length > 0 && scroller('Table of UDP sockets', ofSockets(rows, scene, lit)),
    all.length === 0 && el('p', { class: 'empty' }, emptyText(scene)),
    pages > 1 && pager('page', page, found.length),
  );
}

function emptyText({ end }: Scene): string {
  return end.sockets.length === 0
    ? 'No link of this lab takes a UDP port.'
    : 'No port is given yet: no link has been begun.';
}

/** Closed sockets are there for the step that closes them, and then no more, as in netstat. */
function shownSockets({ state }: Scene, lit: ReadonlySet<number>): SocketState[] {
  const shown = state.sockets.filter(({ isClosed, index }) => !isClosed || lit.has(index));
  return [...groupBy(shown, ({ machine }) => machine).values()].flat();
}

function matches({ end, hypervisor, local, remote, port, boundPort }: SocketState, find: string): boolean {
  return isFound(find, end, hypervisor, local, remote, port, boundPort);
}

/** The page that was chosen; below 0 it is the one with what is lit, or the last one. */
function pageOf(rows: readonly SocketState[], lit: ReadonlySet<number>, chosen: number, pages: number): number {
  if (chosen >= 0) return Math.min(chosen, pages - 1);
  const place = rows.findIndex(({ index }) => lit.has(index));
  return place < 0 ? pages - 1 : Math.floor(place / ROWS);
}

function foundText(find: string, found: number, all: number): Element | undefined {
  if (find.trim() === '') return undefined;
  const text =
    found === 0
      ? `No socket has "${shortName(find)}" (${counted(all, 'socket')} at this step).`
      : `${found} of ${counted(all, 'socket')}`;
  return el('p', { class: 'found', role: 'status' }, text);
}

function ofSockets(rows: readonly SocketState[], scene: Scene, lit: ReadonlySet<number>): Element {
  const { sockets } = scene.state;
  return table(
    {
      caption: 'The UDP sockets at this step, and where their frames come out',
      columns: COLUMNS,
      class: hasOneAddress(rows) ? 'one-address' : undefined,
    },
    [...groupBy(rows, ({ machine }) => machine)].map(([machine, ofMachine]) =>
      el(
        'tbody',
        { role: 'rowgroup', key: `machine ${machine}` },
        machineRow(machineName(machine, scene)),
        ofMachine.map((socket) => row(socket, sockets, lit.has(socket.index), scene)),
      ),
    ),
  );
}

/** True if all rows have one address, so that it may be left out where there is little room. */
function hasOneAddress(rows: readonly SocketState[]): boolean {
  const addresses = rows.flatMap(({ local, remote }) => [local, remote].filter((one) => one !== undefined));
  return new Set(addresses.map((text) => addressParts(text).host)).size === 1;
}

function machineRow(machine: Element): Element {
  return el(
    'tr',
    { role: 'row', class: 'machine', key: 'machine' },
    el(
      'th',
      { role: 'rowheader', scope: 'rowgroup', colspan: COLUMNS.length },
      el('span', { class: 'quiet' }, 'host '),
      machine,
    ),
  );
}

function row(socket: SocketState, sockets: readonly SocketState[], isLit: boolean, scene: Scene): Element {
  const fate = fateOf(socket);
  const { text, why } = receiverOf(socket, sockets);
  const state = socket.isClosed ? 'closed' : socket.bind === undefined ? 'given' : '';
  const words = ['socket', isLit && 'lit', state, fate !== undefined && `fate-${fate}`].filter(Boolean);
  return el(
    'tr',
    {
      role: 'row',
      key: `socket ${socket.index}`,
      class: words.join(' '),
      'data-socket': socket.index,
      'aria-current': isLit ? 'step' : undefined,
      tabindex: isLit ? 0 : -1,
    },
    el('th', { role: 'rowheader', scope: 'row', 'data-title': 'End' }, endCell(socket, scene)),
    cell('Local', localCell(socket)),
    cell('Foreign', address(socket.remote)),
    cell('Sends to', el('span', {}, text), why !== undefined && el('small', {}, why)),
    cell('Hears', hearsText(socket, sockets)),
    cell('Frames', fate === undefined ? '-' : fateCell(fate)),
  );
}

function cell(title: string, ...children: Parameters<typeof el>[2][]): Element {
  return el('td', { role: 'cell', 'data-title': title }, ...children);
}

function endCell({ end, role, lab }: SocketState, { model }: Scene): (Element | string)[] {
  return [
    name(end),
    ...(role === undefined ? [] : [' ', el('small', {}, ROLE_WORDS[role])]),
    ...(lab === undefined || model.labs.length < 2 ? [] : [' ', el('small', {}, name(lab))]),
  ];
}

/** The address in quiet letters, the port in strong ones; before the socket is connected only the port. */
function localCell({ local, bind, port, boundPort = port }: SocketState): (Element | string)[] {
  const wraps = boundPort !== port && boundPort !== 0 ? [el('small', {}, `${port} wraps`)] : [];
  const isOpen = local !== undefined && bind !== 'refused';
  return [isOpen ? address(local) : el('b', {}, String(boundPort)), ...wraps];
}

function address(text: string | undefined): Element | string {
  if (text === undefined) return '-';
  const { host, port } = addressParts(text);
  if (port === undefined) return name(host);
  return el(
    'span',
    { class: 'address' },
    name(host, { class: 'quiet' }),
    el('span', { class: 'quiet' }, ':'),
    el('wbr'),
    el('b', {}, port),
  );
}

function fateCell(fate: FateName): Element {
  const { sign, word } = FATE_LOOK[fate];
  return el('span', { class: 'fate' }, signMark(sign), ' ', el('span', { class: 'word' }, word));
}
