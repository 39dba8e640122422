import { endText, hypervisorText, linkText, type PlainLab } from './plain-lab.ts';
import { isThere, mayComeTo, type PlainSocket, receiverOf, type Snapshot } from './plain-play.ts';

/** A question as a lesson asks it, and its answer in the words of a lesson file. */
export interface PlainQuestion {
  readonly ask: string;
  readonly of?: string;
  readonly from?: string;
  readonly at: string;
  /** Undefined where nobody can say. */
  readonly right: string | undefined;
  /** The socket that is asked about. */
  readonly socket?: PlainSocket;
}

/** Socket → where its frames come out. */
type Receivers = ReadonlyMap<PlainSocket, ReturnType<typeof receiverOf>>;

/** Everything that can be asked at a moment, with the answers. */
export function plainQuestions(lab: PlainLab, snapshot: Snapshot): PlainQuestion[] {
  const { sockets } = snapshot;
  const receivers: Receivers = new Map(sockets.map((socket) => [socket, receiverOf(sockets, socket)]));
  return [
    ...ofSockets(snapshot, receivers),
    ...ofLinks(lab, snapshot, receivers),
    ...ofHypervisors(lab, snapshot),
    ...ofHosts(lab, snapshot),
    { ask: 'count rows', at: snapshot.at, right: `${snapshot.sockets.filter(isThere).length}` },
    portsOfLab(snapshot),
  ];
}

function ofSockets({ at, sockets }: Snapshot, receivers: Receivers): PlainQuestion[] {
  return sockets.flatMap((socket) => {
    const { name, isByHand, isClosed, isRefused, port, told, remotePort } = socket;
    const ask = (word: string, right: string | undefined): PlainQuestion => ({
      ask: word,
      of: name,
      at,
      right,
      socket,
    });
    const always = [ask('state', isThere(socket) ? 'ESTABLISHED' : 'no row')];
    if (!isByHand) always.push(ask('port', `${port}`));
    if (!isClosed) always.push(ask('bind', isRefused ? 'refused' : 'works'));
    if (!isThere(socket)) return always;
    if (!isByHand) always.push(ask('peer', `${told}:${remotePort}`));
    return [
      ...always,
      ask('fits', `${remotePort} ${port}`),
      ...ofFrames(sockets, socket, receivers).map((one) => ask(...one)),
    ];
  });
}

/** Where the frames of a socket come out, and whose frames come out there. */
function ofFrames(
  sockets: readonly PlainSocket[],
  socket: PlainSocket,
  receivers: Receivers,
): Array<[ask: string, right: string | undefined]> {
  const leavesTheLab = socket.isByHand && !hasPort(sockets, socket);
  const others = sockets.filter((one) => one !== socket);
  const isOpen = others.some((one) => receivers.get(one) === 'open' && mayComeTo(socket, one));
  const heard = others.filter((one) => receivers.get(one) === socket).map(({ name }) => name);
  return [
    ['receiver', leavesTheLab ? undefined : placeText(receivers.get(socket))],
    ['hears', leavesTheLab || isOpen ? undefined : heard.join(' and ') || 'nothing'],
  ];
}

function placeText(receiver: PlainSocket | 'nobody' | 'open' | undefined): string | undefined {
  if (receiver === undefined || receiver === 'open') return undefined;
  return receiver === 'nobody' ? 'nowhere' : receiver.name;
}

/** True if some socket has the port that a socket sends to. */
function hasPort(sockets: readonly PlainSocket[], { remoteHost, remotePort }: PlainSocket): boolean {
  return sockets.some((one) => isThere(one) && one.host === remoteHost && one.port === remotePort);
}

function ofLinks(lab: PlainLab, { at, sockets, links }: Snapshot, receivers: Receivers): PlainQuestion[] {
  const questions: PlainQuestion[] = [];
  for (const [number, link] of links.entries()) {
    const own = sockets.filter((socket) => socket.link === number);
    const of = linkText(lab, link);
    questions.push({ ask: 'count ports', of, at, right: `${own.length}` });
    if ('local' in link.b) continue;
    const ends = own.filter(({ role }) => role === '' || role === 'link');
    questions.push({ ask: 'ports', of, at, right: ends.map(({ port }) => port).join(' ') });
    if (own.some(({ isClosed }) => isClosed)) continue;
    questions.push({ ask: 'verdict', of, at, right: verdictOf(own, receivers, of) });
  }
  return questions;
}

/**
 * Works if the frames of all its sockets come out where they are meant to; surely does not if one comes out
 * elsewhere; else nobody can say while it is open where one comes out.
 */
function verdictOf(own: readonly PlainSocket[], receivers: Receivers, broken: string): string | undefined {
  const frames = own.map((from) => ({ to: receivers.get(from), meant: meantFor(own, from) }));
  if (frames.some(({ to, meant }) => typeof to === 'object' && to !== meant)) return broken;
  if (frames.some(({ to }) => to === 'open')) return undefined;
  return frames.every(({ to, meant }) => to === meant) ? 'works' : broken;
}

/** The other end of the link, or the other side of a tunnel, whether it is there or not. */
export function meantFor(sockets: readonly PlainSocket[], socket: PlainSocket): PlainSocket | undefined {
  const { link, side, role } = socket;
  const other = { router: 'tunnel', tunnel: 'router', link: 'link', '': '' }[role];
  const isInside = role === 'router' || role === 'tunnel';
  const found = sockets.find((one) => one.link === link && isInside === (one.side === side) && one.role === other);
  // Between a switch and a router with a uBridge the two have not the same part.
  return found ?? sockets.find((one) => one.link === link && one.side !== side && ['', 'link'].includes(one.role));
}

function ofHypervisors(lab: PlainLab, { at, sockets, counters }: Snapshot): PlainQuestion[] {
  const questions: PlainQuestion[] = [];
  for (const index of lab.hypervisors.keys()) {
    const of = hypervisorText(lab, index);
    questions.push({ ask: 'next port', of, at, right: `${counters[index]}` });
    if (at.endsWith('.stop') && sockets.length > 0 && isStopped(lab, index))
      questions.push({ ask: 'count rows', of, at, right: `${sockets.filter(isThere).length}` });
  }
  return questions;
}

/** Stops come last, and there is one at most. */
function isStopped({ events }: PlainLab, index: number): boolean {
  return events.some((event) => 'stop' in event && event.stop === index);
}

function ofHosts(lab: PlainLab, { at, sockets }: Snapshot): PlainQuestion[] {
  const hosts = [...new Set(lab.hypervisors.map(({ host }) => host))];
  const rows = hosts.map((of): PlainQuestion => {
    const there = sockets.filter((socket) => isThere(socket) && socket.host === of);
    return { ask: 'count rows', of, at, right: `${there.length}` };
  });
  const pairs = hosts.flatMap((of) => hosts.filter((from) => from !== of).map((from) => ({ of, from })));
  return [
    ...rows,
    ...pairs.map(({ of, from }) => ({ ask: 'firewall', of, from, at, right: portsLetIn(sockets, of, from) })),
  ];
}

function portsLetIn(sockets: readonly PlainSocket[], host: string, from: string): string | undefined {
  const ports = new Set<number>();
  for (const socket of sockets.filter(isThere)) {
    if (socket.host === host && socket.remoteHost === from) ports.add(socket.port);
    if (socket.host === from && socket.remoteHost === host) ports.add(socket.remotePort);
  }
  return ports.size === 0 ? undefined : [...ports].sort((a, b) => a - b).join(' ');
}

function portsOfLab({ at, sockets }: Snapshot): PlainQuestion {
  const ports = new Set(sockets.map(({ host, port }) => `${host} ${port}`));
  const isPlain = sockets.length > 0 && ports.size === sockets.length && sockets.every(({ isClosed }) => !isClosed);
  return { ask: 'count ports', at, right: isPlain ? `${sockets.length}` : undefined };
}

/** Consoles as Dynagen gives them: base + number over the lab, else the next one; what is written wins. */
export function plainConsoles(lab: PlainLab): Map<string, number> {
  const taken = new Set<string>();
  const consoles = new Map<string, number>();
  let number = 0;
  for (const { name, isRouter, on, console } of lab.devices) {
    if (!isRouter) continue;
    const { host = '', baseConsole = 0 } = lab.hypervisors[on] ?? {};
    for (const [what, base, written] of [
      ['console', baseConsole, console],
      ['aux', 2100, undefined],
    ] as const) {
      let port = written ?? base + number;
      while (written === undefined && taken.has(`${host} ${port}`)) port++;
      taken.add(`${host} ${port}`);
      if (what === 'console') consoles.set(name, port);
    }
    number++;
  }
  return consoles;
}

/** `R1 f0/0` of all ends that a counter gives a port, in the order in which they get it. */
export function countedEnds(lab: PlainLab): Array<{ end: string; on: number; device: number }> {
  const links = [...lab.links, ...lab.events.flatMap((event) => ('add' in event ? [event.add] : []))];
  const ends: Array<{ end: string; on: number; device: number }> = [];
  for (const { a, b } of links) {
    if ('local' in b) continue;
    for (const one of [a, b])
      ends.push({ end: endText(lab, one), on: lab.devices[one.device]?.on ?? 0, device: one.device });
  }
  return ends;
}
