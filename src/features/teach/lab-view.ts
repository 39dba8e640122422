import { type Lab, type Link, stopName } from '../../core/lab/lab.ts';
import { endName } from '../../core/lab/wiring.ts';
import type { SocketState, TraceState } from '../../core/trace/trace-state.ts';
import { ROLE_WORDS } from '../../output/question-text/socket-text.ts';
import { hearsText, receiverOf } from '../../output/socket-words.ts';
import type { Masks } from './masks.ts';
import type { PlayedLab } from './played-lab.ts';

/** What a student sees of a lab: what the file says, and what has happened up to a step. */
export interface LabView {
  readonly hypervisors: readonly HypervisorRow[];
  /** Of hosts with a pool in place of bases. */
  readonly pools: readonly string[];
  /** Empty where consoles are no matter of the lesson. */
  readonly consoles: readonly ConsoleRow[];
  /** Links and events in the order in which they happen. */
  readonly items: readonly ViewItem[];
}

export interface HypervisorRow {
  readonly name: string;
  readonly base: string;
  readonly nextPort: string;
  readonly baseConsole: string;
  readonly devices: string;
}

export interface ConsoleRow {
  readonly router: string;
  readonly hypervisor: string;
  readonly inFile: string;
  readonly console: string;
}

export type ViewItem = LinkItem | EventItem;

export interface EventItem {
  readonly kind: 'event';
  readonly text: string;
  readonly hasHappened: boolean;
}

export interface LinkItem {
  readonly kind: 'link';
  /** Its number in the order of the file, from 1. */
  readonly number: number;
  readonly name: string;
  /** True for the link that this step is about. */
  readonly isCurrent: boolean;
  /** True where an end is written with its ports in the file: then the line of the file is shown. */
  readonly isByHand: boolean;
  readonly ends: readonly EndRow[];
}

export interface EndRow {
  readonly end: string;
  readonly local: string;
  readonly foreign: string;
  readonly sendsTo: string;
  readonly hears: string;
}

/** The view of a lab after a step. */
export function labView(lab: PlayedLab, step: number, masks: Masks): LabView {
  const state = lab.stepper.stateAt(step);
  const { allocations } = lab.model;
  return {
    hypervisors: allocations.flatMap(({ countsUp }, index) =>
      countsUp ? hypervisorRows(lab, index, state, masks) : [],
    ),
    pools: allocations.flatMap(({ countsUp }, index) => (countsUp ? [] : poolTexts(lab, index))),
    consoles: masks.hasConsoles ? allocations.flatMap((_, index) => consoleRows(lab, index, state, masks)) : [],
    items: allocations.flatMap(({ lab: { name } }, index) =>
      itemsOf(lab, index, { state, masks, step, name: allocations.length === 1 ? undefined : name }),
    ),
  };
}

function hypervisorRows({ model }: PlayedLab, index: number, state: TraceState, masks: Masks): HypervisorRow[] {
  const { hypervisors = [], placement } = model.allocations[index] ?? {};
  return hypervisors.map((hypervisor) => {
    const now = state.hypervisors.find((one) => one.hypervisor === hypervisor.name);
    const { next = hypervisor.baseUdp, was, isStopped = false } = now ?? {};
    const devices = [...(placement ?? [])].flatMap(([{ name }, on]) => (on === hypervisor ? [name] : []));
    const counter = was === undefined || was === next ? `${next}` : `${next} (was ${was})`;
    return {
      name: hypervisor.name,
      base: `${hypervisor.baseUdp}`,
      nextPort: isStopped ? 'stopped' : masks.hidesNextPort ? masks.sign : counter,
      baseConsole: `${hypervisor.baseConsole}`,
      devices: devices.join(' '),
    };
  });
}

/** Hosts give the ports where there is a pool. */
function poolTexts({ model }: PlayedLab, index: number): string[] {
  const { pool, hypervisors = [], placement } = model.allocations[index] ?? {};
  if (pool === undefined) return [];
  const hosts = new Set(hypervisors.map(({ host }) => host));
  return [...hosts].map((host) => {
    const devices = [...(placement ?? [])].flatMap(([{ name }, on]) => (on.host === host ? [name] : []));
    return `The GNS3 server on ${host} gives the lowest free port from ${pool.first} to ${pool.last}: ${devices.join(' ')}`;
  });
}

function consoleRows({ model }: PlayedLab, index: number, state: TraceState, masks: Masks): ConsoleRow[] {
  const { lab, placement } = model.allocations[index] ?? {};
  return (lab?.devices ?? []).flatMap((device): ConsoleRow[] => {
    const consoles = state.devices.find((one) => one.device === device.name)?.consoles ?? [];
    const port = consoles.find(({ type }) => type === 'console')?.port;
    if (device.kind !== 'router') return [];
    const isHidden = port === undefined || masks.hidesConsole(device.name);
    return [
      {
        router: device.name,
        hypervisor: placement?.get(device)?.name ?? '',
        inFile: device.console === undefined ? '-' : `console: ${device.console}`,
        console: isHidden ? masks.sign : `${port}`,
      },
    ];
  });
}

interface Viewing {
  readonly state: TraceState;
  readonly masks: Masks;
  readonly step: number;
  /** The lab, if there are several. */
  readonly name: string | undefined;
}

function itemsOf({ model, stepper }: PlayedLab, index: number, viewing: Viewing): ViewItem[] {
  const { lab } = model.allocations[index] ?? {};
  if (lab === undefined) return [];
  const numbers = stepper.end.links
    .filter((link) => link.lab === viewing.name)
    .map(({ number }) => number)
    .sort((a, b) => a - b);
  const current = stepper.eventsAt(viewing.step).map(({ at }) => at);
  const items = lab.links.map((link, place) => linkItem(link, numbers[place] ?? place + 1, viewing, current));
  return [...items, ...eventItems(lab, numbers.slice(lab.links.length), viewing, current)];
}

function eventItems(lab: Lab, numbers: readonly number[], viewing: Viewing, current: readonly string[]): ViewItem[] {
  let added = 0;
  return lab.events.flatMap((event, place): ViewItem[] => {
    const at = `e${place + 1}`;
    const hasHappened = hasReached(viewing, event, numbers[added]);
    if (event.type === 'stop') return [{ kind: 'event', text: `${stopName(event)} stops`, hasHappened }];
    if (event.type === 'remove') return [{ kind: 'event', text: `remove ${event.link.name}`, hasHappened }];
    const number = numbers[added++] ?? 0;
    const isCurrent = current.some((one) => one.startsWith(at));
    return [
      { kind: 'event', text: `add ${event.link.name}`, hasHappened },
      { ...linkItem(event.link, number, viewing, current), isCurrent },
    ];
  });
}

function hasReached({ state }: Viewing, event: Lab['events'][number], number: number | undefined): boolean {
  if (event.type === 'stop')
    return event.ubridgeOf === undefined
      ? state.hypervisors.some((one) => one.hypervisor === event.hypervisor.name && one.isStopped)
      : state.sockets.some(
          ({ device, role, isClosed }) => device === event.ubridgeOf?.name && role === 'tunnel' && isClosed,
        );
  if (event.type === 'remove') return state.links.some((one) => one.link === event.link.name && one.isRemoved);
  return state.links.some((one) => one.number === number);
}

function linkItem(link: Link, number: number, viewing: Viewing, current: readonly string[]): LinkItem {
  const place = viewing.state.links.findIndex((one) => one.number === number);
  const sockets = viewing.state.sockets.filter((one) => one.link === place);
  const ends = link.b.type === 'nio' ? [endName(link.a)] : [endName(link.a), endName(link.b)];
  const isCurrent = current.some((at) => new RegExp(`^${number}(?!\\d)`).test(at));
  const rows = ends.flatMap((end): EndRow[] => {
    const own = sockets.filter((one) => one.end === end);
    return own.length === 0 ? [{ ...EMPTY, end }] : own.map((socket) => endRow(socket, viewing));
  });
  return { kind: 'link', number, name: link.name, isCurrent, isByHand: link.b.type === 'nio', ends: rows };
}

const EMPTY: Omit<EndRow, 'end'> = { local: '', foreign: '', sendsTo: '', hears: '' };

function endRow(socket: SocketState, { state: { sockets }, masks }: Viewing): EndRow {
  const { index, role, port, local, remote = '', bind, isClosed, fate } = socket;
  const end = role === undefined ? socket.end : `${socket.end}, ${ROLE_WORDS[role]}`;
  const { sign } = masks;
  const isAsked = masks.ports.has(index);
  const given = isAsked ? sign : `port ${port}`;
  if (bind === undefined) return { ...EMPTY, end, local: given };
  if (masks.binds.has(index)) return { end, local: given, foreign: sign, sendsTo: sign, hears: sign };
  const isShown = fate !== undefined && !isClosed;
  const sendsTo = isShown && masks.sendsTo(index) ? sign : receiverOf(socket, sockets).text;
  if (isClosed || bind === 'refused') return { ...EMPTY, end, local: given, sendsTo };
  const hears = isShown && masks.hears(index) ? sign : hearsText(socket, sockets);
  const own = isAsked ? sign : (local ?? given);
  return { end, local: own, foreign: masks.peers.has(index) ? sign : remote, sendsTo, hears };
}
