import { isWildcard } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { KernelFile } from '../../core/kernel/kernel-file.ts';
import { knowledgeOf } from '../../core/kernel/knowledge.ts';
import {
  type HostView,
  isConnected,
  isLocalAddress,
  isMirror,
  isSelfConnected,
  isTwin,
  type Located,
} from '../../core/sockets/host-view.ts';
import { isInTheWay } from '../../core/sockets/in-the-way.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import { isRelayPort, toldPeer } from '../../core/sockets/told-peer.ts';
import { ByFourValues } from './by-four-values.ts';
import { compareText } from './compare-text.ts';
import { inCutTable } from './cut-table.ts';
import { type CountersOf, type EndNames, missingEnd, presentEnd } from './link-end.ts';
import type { LinkEnd, ObservedLink } from './link-table.ts';
import {
  alonePortZero,
  crossed,
  ESTABLISHED,
  foreign,
  halfOpen,
  type LinkJudgement,
  NO_FILES,
  oneSided,
  peersHidden,
  selfConnected,
  shared,
  sharedByUnknown,
  towardsPortZero,
  towardsRelay,
  unconnected,
  unknown,
  unreachable,
  type WhyAbsentText,
} from './verdicts.ts';

/** The sockets of all emulators, in an order that does not depend on the tables. */
export function emulatorSockets(hosts: ReadHosts): Located[] {
  const views = [...hosts.views].sort((a, b) => compareText(a.name, b.name));
  return views.flatMap((view) => {
    const sockets: Located[] = [];
    for (const located of view.allUdp()) if (view.isEmulators(located.row)) sockets.push(located);
    return sockets.sort(byPlace);
  });
}

/**
 * Pairs sockets by their own addresses and ports. Every socket of `sockets` is in exactly one row, those of
 * VPCS that nothing points at excepted; `sockets`
 * may be some of those of the hosts, and a peer that is not among them is shown as the other end without
 * being used up.
 */
export function pairObserved(
  hosts: ReadHosts,
  sockets: readonly Located[],
  countersOf: CountersOf,
  { lab = NO_LAB, kernel }: PairOptions = {},
): ObservedLink[] {
  return new Pairing(hosts, sockets, { countersOf, lab, kernel }).rows();
}

interface PairOptions {
  readonly lab?: LabNames;
  /** What a kernel answered, with `--kernel`. */
  readonly kernel?: KernelFile | undefined;
}

/** What a lab says about the sockets of its links. */
export interface LabNames {
  readonly namesOf: (located: Located) => EndNames;
  /** True if the lab writes out the ports of the sockets. */
  readonly isWritten: boolean;
  /** How many of the sockets with the same four values a row names; all if nothing is said. */
  readonly mostTwins?: number;
  /** The labs as words of a command line. */
  readonly files?: string;
}

/** As many sockets with the same four values are named at each of their links; each of them may have one. */
export const MOST_TWINS = 20;

const NO_NAMES: EndNames = {};
const NO_LAB: LabNames = { namesOf: () => NO_NAMES, isWritten: false };

interface RowSockets {
  readonly a: Located;
  readonly b?: Located | undefined;
  /** Stands in for `b` where no socket is there. */
  readonly missing?: LinkEnd;
  /** Those that share the four values of an end. */
  readonly also?: readonly Located[];
}

/** The first sockets of their kind on a port, the newest first. */
interface PortFacts {
  /** Without a peer. */
  readonly open: Located | undefined;
  /** Without a peer, and nobody is told as the owner. */
  readonly hidden: Located | undefined;
  /** With a peer. */
  readonly busy: Located | undefined;
  /** Of a program that is no part of any lab, in the way of a NIO of each family. */
  readonly strangers: Readonly<Record<4 | 6, Located | undefined>>;
}

function portFacts(view: HostView, port: number): PortFacts {
  const there = view.udp(port).map((row) => ({ view, row }));
  const strangers = there.filter(({ row }) => view.roleOf(row) === 'other');
  return {
    open: there.find(({ row }) => !isConnected(row)),
    hidden: there.find(({ row }) => view.roleOf(row) === 'unknown' && !isConnected(row)),
    busy: there.find(({ row }) => isConnected(row)),
    strangers: {
      4: strangers.find(({ row }) => isInTheWay(row, 4)),
      6: strangers.find(({ row }) => isInTheWay(row, 6)),
    },
  };
}

class Pairing {
  private readonly hosts: ReadHosts;
  private readonly sockets: readonly Located[];
  private readonly countersOf: CountersOf;
  private readonly lab: LabNames;
  private readonly kernel: KernelFile | undefined;
  private readonly ports = new Map<HostView, Map<number, PortFacts>>();
  /** The sockets that are in a row, peers that are not among `sockets` too. */
  private readonly done = new Set<Located['row']>();
  /** The rows of `sockets`; made when it is asked for the first time, which a lab that is well does not. */
  private wanted: ReadonlySet<Located['row']> | undefined;

  constructor(
    hosts: ReadHosts,
    sockets: readonly Located[],
    { countersOf, lab, kernel }: { countersOf: CountersOf; lab: LabNames; kernel: KernelFile | undefined },
  ) {
    this.hosts = hosts;
    this.sockets = sockets;
    this.countersOf = countersOf;
    this.lab = lab;
    this.kernel = kernel;
  }

  rows(): ObservedLink[] {
    // A socket without a peer is the other end of the sockets that point at it, so those go first.
    const rows: ObservedLink[] = [];
    for (const isPointing of [true, false]) {
      for (const socket of this.sockets) {
        if (isConnected(socket.row) !== isPointing || this.done.has(socket.row) || isUnused(socket)) continue;
        rows.push(this.rowOf(socket));
      }
    }
    return rows;
  }

  private rowOf(socket: Located): ObservedLink {
    if (!isConnected(socket.row)) {
      const end = this.end(socket);
      return this.row(socket.view.table.hidesPeers ? peersHidden([end]) : unconnected(end), { a: socket });
    }
    const twins = twinsOf(socket);
    const host = this.hosts.destination(socket.view, socket.row.remoteAddress);
    const mirrors = host === undefined ? [] : mirrorsOf(socket, host);
    if (twins.length > 1 && isSelfConnected(socket)) return this.sharedRow(twins, []);
    if (twins.length > 1) return this.sharedRow(twins, mirrors);
    if (isSelfConnected(socket)) return this.row(selfConnected(this.end(socket), undefined), { a: socket });
    if (mirrors.length > 1) return this.sharedRow(mirrors, [socket]);
    const [mirror] = mirrors;
    if (mirror !== undefined) return this.establishedRow(socket, mirror);
    return this.lonelyRow(socket, host);
  }

  /** Nearly every row of a large table. */
  private establishedRow(socket: Located, mirror: Located): ObservedLink {
    this.done.add(socket.row).add(mirror.row);
    const [a, b] = [this.end(socket), this.end(mirror)];
    const { state, evidence, explanation } = ESTABLISHED;
    return { state, a, b, also: NONE, evidence, explanation };
  }

  /** A socket to which nothing points back. */
  private lonelyRow(socket: Located, host: HostView | undefined): ObservedLink {
    const end = this.end(socket);
    const { localAddress, localPort, remoteAddress, remotePort } = socket.row;
    const other = missingEnd(host?.name ?? remoteAddress, {
      localAddress: remoteAddress,
      localPort: remotePort,
      remoteAddress: localAddress,
      remotePort: localPort,
    });
    if (host === undefined) return this.row(unknown(other, end), { a: socket, missing: other });
    if (remotePort === 0) return this.portZeroRow(socket, host, other);
    const { open, hidden, busy, strangers } = this.portOf(host, remotePort);
    const there = (peerPort: number): Located[] =>
      host.udpTowards(remotePort, peerPort).map((row) => ({ view: host, row }));
    if (open !== undefined && host.isEmulators(open.row)) {
      return this.row(towardsOpen(end, this.end(open), open), { a: socket, b: open });
    }
    const deaf = there(0).find((one) => takesAnyPortOf(one, socket));
    if (deaf !== undefined) return this.row(towardsPortZero(end, this.end(deaf)), { a: socket, b: deaf });
    const opposite = there(localPort).find((other) => this.isOpposite(socket, other));
    if (opposite !== undefined) return this.row(unreachable(end, this.end(opposite)), { a: socket, b: opposite });
    const stranger = strangers[familyOf(socket.row.remoteAddress)];
    if (stranger !== undefined) return this.row(foreign(other, this.end(stranger)), { a: socket, missing: other });
    if (hidden !== undefined) return this.row(halfOpen(end, other, hiddenIn(host)), { a: socket, missing: other });
    if (busy !== undefined) return this.row(this.crossed(end, busy), { a: socket, missing: other });
    if (host.table.isCut === true) return this.row(inCutTable(other, end), { a: socket, missing: other });
    return this.row(halfOpen(end, other, NOBODY), { a: socket, missing: other });
  }

  /** `busy` is connected elsewhere; what is there may point back. */
  private crossed(end: LinkEnd, busy: Located): LinkJudgement {
    const host = this.hosts.destination(busy.view, busy.row.remoteAddress);
    const isPaired = host !== undefined && mirrorsOf(busy, host).length > 0;
    return crossed(end, this.end(busy), { isWritten: this.lab.isWritten, isPaired });
  }

  /** A socket whose peer has port 0: something may point at it all the same. */
  private portZeroRow(socket: Located, host: HostView, missing: LinkEnd): ObservedLink {
    for (const row of host.udpToPort(socket.row.localPort)) {
      const sender = { view: host, row };
      if (!isConnected(row) || !takesAnyPortOf(socket, sender)) continue;
      const verdict = towardsPortZero(this.end(sender), this.end(socket));
      return this.row(verdict, { a: socket, b: sender });
    }
    return this.row(alonePortZero(this.end(socket)), { a: socket, missing });
  }

  /**
   * True if two sockets have each other's ports and hosts, with addresses that do not fit, and the other one
   * is nobody else's end.
   */
  private isOpposite({ view, row }: Located, other: Located): boolean {
    const back = this.hosts.destination(other.view, other.row.remoteAddress);
    if (!isConnected(other.row) || other.row.remotePort !== row.localPort || back !== view) return false;
    return (
      !this.isUsedUp(other) &&
      !isSelfConnected(other) &&
      twinsOf(other).length === 1 &&
      mirrorsOf(other, view).length === 0
    );
  }

  /** True for one of `sockets` that has its row: a peer that is not among them is not used up. */
  private isUsedUp({ row }: Located): boolean {
    this.wanted ??= new Set(this.sockets.map((socket) => socket.row));
    return this.done.has(row) && this.wanted.has(row);
  }

  /** `twins` share their four values, newest first; `others` are at the other end. */
  private sharedRow(twins: readonly Located[], others: readonly Located[]): ObservedLink {
    const most = this.lab.mostTwins ?? Number.POSITIVE_INFINITY;
    const [a, ...more] = twins.slice(0, most);
    const [b = more.shift(), ...rest] = others.slice(0, most);
    const verdict = sharedByTwins(twins, (one) => this.end(one), {
      kernel: this.kernel,
      files: this.lab.files ?? NO_FILES,
    });
    return this.row(verdict, { a: a as Located, b, also: [...more, ...rest] });
  }

  /** What is on a port, for all sockets that point at it in vain. */
  private portOf(host: HostView, port: number): PortFacts {
    const ports = this.ports.get(host) ?? new Map<number, PortFacts>();
    this.ports.set(host, ports);
    const facts = ports.get(port) ?? portFacts(host, port);
    ports.set(port, facts);
    return facts;
  }

  /** Makes a row of sockets, which have their row then. */
  private row(verdict: LinkJudgement, { a, b, missing, also = [] }: RowSockets): ObservedLink {
    for (const located of [a, b, ...also]) if (located !== undefined) this.done.add(located.row);
    const second = b === undefined ? missing : this.end(b);
    return {
      ...verdict,
      a: this.end(a),
      ...(second === undefined ? {} : { b: second }),
      also: also.map((one) => this.end(one)),
    };
  }

  private end(located: Located): LinkEnd {
    return presentEnd(located, this.lab.namesOf(located), this.countersOf(located));
  }
}

const NONE: readonly LinkEnd[] = [];

function hiddenIn({ privilege }: HostView): WhyAbsentText {
  return {
    absence: { why: 'hidden', hypervisors: [] },
    reason: 'A socket on that port belongs to a process that this user may not look into; it may be the other end.',
    remedy: `look again ${privilege}`,
  };
}

const NOBODY = {
  absence: { why: 'no program', hypervisors: [] },
  reason: 'The other end was never made, or its program has ended.',
  remedy: 'look whether the program at the other end runs, and start the link again',
} as const;

/** The link of `a` to `b`, the end of a socket without a peer (`open`), as the command line there tells. */
export function towardsOpen(a: LinkEnd, b: LinkEnd, { view, row }: Located): LinkJudgement {
  // It looks as if it had no peer, and may have this one or another.
  if (view.table.hidesPeers) return peersHidden([a, b]);
  const info = view.processOf(row);
  if (info !== undefined && isRelayPort(row, info)) return towardsRelay(a, b);
  return oneSided(a, b, info === undefined ? undefined : toldPeer(row, info));
}

/** True if what `sender` sends arrives at a socket whose peer has port 0: only addresses have to fit. */
function takesAnyPortOf(located: Located, sender: Located): boolean {
  const { row } = located;
  return (
    isConnected(row) &&
    row.remotePort === 0 &&
    sender.row.remotePort === row.localPort &&
    isLocalAddress(located, sender.row.remoteAddress) &&
    isLocalAddress(sender, row.remoteAddress)
  );
}

/**
 * True for a socket of VPCS at which nothing points: it binds nine, and one for its relay, however many of
 * them a lab uses.
 */
function isUnused({ view, row }: Located): boolean {
  return !isConnected(row) && !view.table.hidesPeers && view.roleOf(row) === 'vpcs';
}

const TWINS = new ByFourValues();
const MIRRORS = new ByFourValues();

/** All sockets with the same four values on one host, newest first, this one among them. */
export function twinsOf(located: Located): readonly Located[] {
  const { view, row } = located;
  const there = view.udpTowards(row.localPort, row.remotePort);
  // Nearly every port has one socket, and a large table has tens of thousands of them.
  if (there.length === 1) return [located];
  return TWINS.get(view, row, () => {
    return there.filter((other) => isTwin(row, other)).map((other) => ({ view, row: other }));
  });
}

/** What sockets with the same four values come to, newest first; `endOf` names them. */
export function sharedByTwins(
  twins: readonly Located[],
  endOf: (located: Located) => LinkEnd,
  { kernel, files = NO_FILES }: { readonly kernel: KernelFile | undefined; readonly files?: string },
): LinkJudgement {
  const unnamed = Math.max(0, twins.length - MOST_TWINS);
  const isOrdered = areOrdered(twins);
  const system = twins[0]?.view.table.system ?? 'linux';
  const known = knowledgeOf(system, kernel?.system === system ? kernel : undefined);
  const { bind, receiver } = known.answerTo('reuse-reuse-identical');
  const isTold = isOrdered && bind.value === 'shared' && (receiver.value === 'last' || receiver.value === 'first');
  if (!isTold) return sharedByUnknown(twins.slice(0, MOST_TWINS).map(endOf), { isOrdered, unnamed, system, files });
  const isLast = receiver.value === 'last';
  const [winner, ...rest] = (isLast ? twins.slice(0, MOST_TWINS) : twins.slice(-MOST_TWINS).reverse()).map(endOf);
  return shared(
    winner as LinkEnd,
    { ends: rest, unnamed },
    { ...receiver, order: isLast ? 'newest' : 'oldest' },
    files,
  );
}

/** Of lists of twins, each of which every one of them asks about. */
const ORDERED = new WeakMap<readonly Located[], boolean>();

/** True if it is known which of them is the newest: Linux lists each family by itself. */
function areOrdered(twins: readonly Located[]): boolean {
  const known = ORDERED.get(twins);
  if (known !== undefined) return known;
  const isOrdered = twins.every(({ view, row }) => view.table.tellsAge && row.family === twins[0]?.row.family);
  ORDERED.set(twins, isOrdered);
  return isOrdered;
}

/** The sockets on a host that point back, newest first. */
export function mirrorsOf(located: Located, host: HostView): readonly Located[] {
  const { view, row } = located;
  const there = host.udpTowards(row.remotePort, row.localPort);
  const find = (): Located[] => {
    const mirrors: Located[] = [];
    for (const other of there) {
      const one = { view: host, row: other };
      if (isMirror(located, one)) mirrors.push(one);
    }
    return mirrors;
  };
  // Nearly every port has one socket; and 0.0.0.0 stands for other addresses on another host.
  const isAlike = view === host || !isWildcard(row.localAddress);
  const mirrors = there.length < 2 || !isAlike ? find() : MIRRORS.get(host, row, find);
  return isMirror(located, located) ? mirrors.filter((other) => other.row !== row) : mirrors;
}

function byPlace({ row: a }: Located, { row: b }: Located): number {
  return (
    a.localPort - b.localPort ||
    a.remotePort - b.remotePort ||
    compareText(a.localAddress, b.localAddress) ||
    compareText(a.remoteAddress, b.remoteAddress) ||
    a.family - b.family ||
    a.age - b.age
  );
}
