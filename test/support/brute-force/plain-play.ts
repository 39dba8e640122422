import { endText, type PlainLab, type PlainLink } from './plain-lab.ts';

/** A socket of an end, or one that was refused. Written out of docs/FACTS.md in plain loops. */
export interface PlainSocket {
  /** `R1 f0/0`, or `R1 f0/0 router` for one of three. */
  readonly name: string;
  readonly end: string;
  readonly side: 'a' | 'b';
  readonly role: '' | 'router' | 'tunnel' | 'link';
  /** The number of its link, from 0, in the order in which links are made. */
  readonly link: number;
  /** Index of its hypervisor, and of its device. */
  readonly on: number;
  readonly device: number;
  readonly host: string;
  readonly isByHand: boolean;
  readonly port: number;
  /** As who reads a table takes it: `localhost` is 127.0.0.1. So is the remote address. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  /** As it is told, `localhost` kept. */
  readonly told: string;
  /** The host that the remote address is. */
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly isRefused: boolean;
  /** An earlier socket has the port. */
  readonly hasHolder: boolean;
  isClosed: boolean;
}

/** The lab when a link was made, or when an event has happened. */
export interface Snapshot {
  /** The anchor of that moment. */
  readonly at: string;
  readonly sockets: readonly PlainSocket[];
  /** The links that are made by now. */
  readonly links: readonly PlainLink[];
  /** Where the counter of each hypervisor stands. */
  readonly counters: readonly number[];
}

/** Where pools begin; a rule set that is not here counts. */
const POOLS: Readonly<Record<string, number>> = {
  'gns3-server-1.3': 10_000,
  'gns3-server-2.1': 10_000,
  'gns3-server-2.2.3': 20_000,
  'gns3-server-3.0': 10_000,
  'udp-auto': 10_001,
};

/** Rule sets in which each router has a uBridge. */
const WITH_UBRIDGE = ['gns3-server-2.1', 'gns3-server-2.2.3', 'gns3-server-3.0'];

/** Plays a lab from the first link to the last event. */
export function playPlainly(lab: PlainLab, allocator: string, isOldDynamips: boolean): Snapshot[] {
  const counters = lab.hypervisors.map(({ base }) => base);
  const sockets: PlainSocket[] = [];
  const links: PlainLink[] = [];
  const snapshots: Snapshot[] = [];
  const snapshot = (at: string): void => {
    snapshots.push({ at, sockets: sockets.map((one) => ({ ...one })), links: [...links], counters: [...counters] });
  };
  const make = (link: PlainLink): void => {
    for (const socket of socketsOfLink({ lab, allocator, isOldDynamips, counters, sockets }, link, links.length))
      sockets.push(socket);
    links.push(link);
  };
  for (const [index, link] of lab.links.entries()) {
    make(link);
    snapshot(`${index + 1}.link`);
  }
  for (const [index, event] of lab.events.entries()) {
    const place = `e${index + 1}`;
    if ('add' in event) {
      make(event.add);
      snapshot(`${place}.link`);
    } else if ('remove' in event) {
      const removed = links.indexOf(event.remove);
      closeAll(sockets, ({ link }) => link === removed);
      snapshot(`${place}.remove`);
    } else {
      closeAll(sockets, ({ on }) => on === event.stop);
      snapshot(`${place}.stop`);
    }
  }
  return snapshots;
}

function closeAll(sockets: readonly PlainSocket[], isMeant: (socket: PlainSocket) => boolean): void {
  for (const socket of sockets) if (isMeant(socket)) socket.isClosed = true;
}

interface Playing {
  readonly lab: PlainLab;
  readonly allocator: string;
  readonly isOldDynamips: boolean;
  readonly counters: number[];
  readonly sockets: readonly PlainSocket[];
}

type Want = Pick<
  PlainSocket,
  | 'end'
  | 'side'
  | 'role'
  | 'on'
  | 'device'
  | 'isByHand'
  | 'port'
  | 'remoteHost'
  | 'remoteAddress'
  | 'told'
  | 'remotePort'
>;

function socketsOfLink(playing: Playing, link: PlainLink, number: number): PlainSocket[] {
  const wants = 'local' in link.b ? wantByHand(playing, link) : wantsOfLink(playing, link);
  const made: PlainSocket[] = [];
  for (const want of wants) made.push(opened(playing, want, number, [...playing.sockets, ...made]));
  return made;
}

function wantByHand({ lab }: Playing, { a, b }: PlainLink): Want[] {
  if (!('local' in b)) return [];
  const on = lab.devices[a.device]?.on ?? 0;
  const host = lab.hypervisors[on]?.host ?? '';
  const isOwn = b.remoteHost === '127.0.0.1';
  return [
    {
      end: endText(lab, a),
      side: 'a',
      role: '',
      on,
      device: a.device,
      isByHand: true,
      port: b.local,
      remoteAddress: b.remoteHost,
      told: b.remoteHost,
      remoteHost: isOwn ? host : b.remoteHost,
      remotePort: b.remote,
    },
  ];
}

/** Both ends get their ports first; then, with uBridges, the tunnel of a, and the tunnel of b. */
function wantsOfLink(playing: Playing, { a, b }: PlainLink): Want[] {
  if ('local' in b) return [];
  const { lab, allocator, counters } = playing;
  const [onA, onB] = [lab.devices[a.device]?.on ?? 0, lab.devices[b.device]?.on ?? 0];
  const [hostA, hostB] = [lab.hypervisors[onA]?.host ?? '', lab.hypervisors[onB]?.host ?? ''];
  const given: Array<{ host: string; port: number }> = [];
  const portFor = (on: number, host: string): number => {
    const first = POOLS[allocator];
    if (first === undefined) {
      const port = counters[on] ?? 0;
      counters[on] = port + 1;
      return port;
    }
    const taken = [...playing.sockets.filter(({ isClosed, isByHand }) => !isClosed && !isByHand), ...given];
    let port = first;
    while (taken.some((one) => one.host === host && one.port === port)) port++;
    given.push({ host, port });
    return port;
  };
  if (allocator === 'dynagen-0.8.3' && onA !== onB && hostA === hostB) {
    const apart = Math.abs((counters[onA] ?? 0) - (counters[onB] ?? 0));
    if (apart <= 500) counters[onB] = (counters[onB] ?? 0) + 1000;
  }
  const portA = portFor(onA, hostA);
  const portB = portFor(onB, hostB);
  const told = (own: string, far: string): string => (own === far ? '127.0.0.1' : far);
  const endA = { end: endText(lab, a), side: 'a', on: onA, device: a.device, isByHand: false } as const;
  const endB = { end: endText(lab, b), side: 'b', on: onB, device: b.device, isByHand: false } as const;
  const wantA = { port: portA, ...addressOf(told(hostA, hostB), hostA), remotePort: portB };
  const wantB = { port: portB, ...addressOf(told(hostB, hostA), hostB), remotePort: portA };
  const wants: Want[] = [];
  for (const [end, want, host] of [
    [endA, wantA, hostA],
    [endB, wantB, hostB],
  ] as const) {
    const hasUbridge = WITH_UBRIDGE.includes(allocator) && lab.devices[end.device]?.isRouter === true;
    if (!hasUbridge) {
      wants.push({ ...end, ...want, role: '' });
      continue;
    }
    const [near, far] = [portFor(end.on, host), portFor(end.on, host)];
    const inside = { remoteAddress: '127.0.0.1', told: '127.0.0.1', remoteHost: host };
    wants.push({ ...end, ...inside, role: 'router', port: near, remotePort: far });
    wants.push({ ...end, ...inside, role: 'tunnel', port: far, remotePort: near });
    wants.push({ ...end, ...want, role: 'link' });
  }
  return wants;
}

/** "localhost" and 127.0.0.1 are the host that reads them. */
function addressOf(text: string, own: string): Pick<Want, 'told' | 'remoteAddress' | 'remoteHost'> {
  const isOwn = text === 'localhost' || text === '127.0.0.1';
  return { told: text, remoteAddress: isOwn ? '127.0.0.1' : text, remoteHost: isOwn ? own : text };
}

/** Bind, then connect: what the kernel says. */
function opened(
  { lab, isOldDynamips }: Playing,
  want: Want,
  link: number,
  before: readonly PlainSocket[],
): PlainSocket {
  const host = lab.hypervisors[want.on]?.host ?? '';
  const isTaken = before.some((one) => !one.isClosed && !one.isRefused && one.host === host && one.port === want.port);
  const isLoopback = want.remoteAddress === '127.0.0.1';
  // A host that is called localhost has some address for others; nobody says which.
  const localAddress = isLoopback ? '127.0.0.1' : host === 'localhost' ? '?' : host;
  return {
    ...want,
    name: want.role === '' ? want.end : `${want.end} ${want.role}`,
    link,
    host,
    localAddress,
    isRefused: isTaken && isOldDynamips,
    hasHolder: isTaken,
    isClosed: false,
  };
}

export function isThere({ isClosed, isRefused }: PlainSocket): boolean {
  return !isClosed && !isRefused;
}

/** What the resolver of a host may say of `localhost` (docs/FACTS.md, "Addresses and names"). */
const LOCALHOSTS = ['127.0.0.1', '::1'];

/**
 * The one socket that gets a frame, or nobody; `open` where that depends on which address `localhost` is.
 * A frame to it stays on its host, so that what the other hosts say of it does not matter.
 */
export function receiverOf(sockets: readonly PlainSocket[], sender: PlainSocket): PlainSocket | 'nobody' | 'open' {
  const found = new Set(LOCALHOSTS.map((localhost) => receiverIf(localhost, sockets, sender)));
  return found.size > 1 ? 'open' : ([...found][0] ?? 'nobody');
}

/** It has the four values, turned round; of several the last one. */
function receiverIf(localhost: string, sockets: readonly PlainSocket[], sender: PlainSocket): PlainSocket | undefined {
  let receiver: PlainSocket | undefined;
  if (!isThere(sender)) return undefined;
  const sent = addressesIf(localhost, sender);
  for (const socket of sockets) {
    const isOnPort = isThere(socket) && socket.host === sender.remoteHost && socket.port === sender.remotePort;
    const own = addressesIf(localhost, socket);
    const hasAddresses = own.local === sent.remote && own.remote === sent.local;
    if (isOnPort && hasAddresses && socket.remotePort === sender.port) receiver = socket;
  }
  return receiver;
}

/** True if a frame comes to the port of a socket, whatever that one takes, or may come there. */
export function mayComeTo(socket: PlainSocket, sender: PlainSocket): boolean {
  if (!isThere(sender) || sender.remoteHost !== socket.host || sender.remotePort !== socket.port) return false;
  return LOCALHOSTS.some((localhost) => addressesIf(localhost, sender).remote === addressesIf(localhost, socket).local);
}

/** The addresses of a socket if `localhost` is this one. */
function addressesIf(localhost: string, socket: PlainSocket): { readonly local: string; readonly remote: string } {
  if (socket.told === 'localhost') return { local: localhost, remote: localhost };
  return { local: socket.localAddress, remote: socket.remoteAddress };
}
