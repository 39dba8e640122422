import { isLoopback, isWildcard } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { ExpectedEnd, ExpectedLink } from '../../core/allocation/expected-links.ts';
import type { KernelFile } from '../../core/kernel/kernel-file.ts';
import type { OpenFiles } from '../../core/kernel/open-files.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { ownerName } from '../../core/sockets/holder-name.ts';
import {
  type HostView,
  isConnected,
  isLocalAddress,
  isMirror,
  isSelfConnected,
  type Located,
} from '../../core/sockets/host-view.ts';
import { isInTheWay } from '../../core/sockets/in-the-way.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import { inCutTable } from './cut-table.ts';
import { EndSockets } from './end-sockets.ts';
import type { LabHosts } from './lab-hosts.ts';
import { type CountersOf, type EndNames, missingEnd, presentEnd } from './link-end.ts';
import type { LinkEnd, ObservedLink } from './link-table.ts';
import { isHeldByStranger, isMaybeCut, type MatchedEnd } from './matched-end.ts';
import {
  emulatorSockets,
  MOST_TWINS,
  mirrorsOf,
  pairObserved,
  sharedByTwins,
  towardsOpen,
  twinsOf,
} from './pair-observed.ts';
import { type PeerHost, peerHost } from './peer-host.ts';
import { stillLoaded } from './still-loaded.ts';
import {
  ESTABLISHED,
  foreign,
  forwarded,
  halfOpen,
  heldByLeftOver,
  type LinkJudgement,
  misdirected,
  missing,
  NO_FILES,
  otherSource,
  peersHidden,
  selfConnected,
  unexpected,
  unknown,
  unreachable,
  withoutAddress,
} from './verdicts.ts';
import { type AboutLabs, whyMissing } from './why-missing.ts';

/** What is known of the processes of a host, apart from its sockets. */
export interface ProcessFacts {
  /** How many descriptors a process has open, and may have. */
  readonly openFilesOf: (view: HostView, pid: number) => OpenFiles | undefined;
  /** True if the program that started a process is gone. */
  readonly isOrphan: (view: HostView, pid: number) => boolean | undefined;
}

const NOTHING_KNOWN: ProcessFacts = { openFilesOf: () => undefined, isOrphan: () => undefined };

interface MatchOptions {
  readonly labHosts: LabHosts;
  readonly countersOf: CountersOf;
  readonly process?: ProcessFacts;
  /** The labs as words of a command line. */
  readonly files?: string;
  /** What a kernel answered, with `--kernel`. */
  readonly kernel?: KernelFile | undefined;
}

/** Finds or misses every link that labs expect, and what their hypervisors have in addition. */
export function matchExpected(
  readHosts: ReadHosts,
  links: readonly ExpectedLink[],
  { labHosts, countersOf, process = NOTHING_KNOWN, files = NO_FILES, kernel }: MatchOptions,
): ObservedLink[] {
  return new Matching(readHosts, { labHosts, countersOf, process, files, kernel }).rows(links);
}

const LOOPBACK = ['127.0.0.1', '::1'];

/** What is on the port of an end that is not there. */
interface Instead {
  /** A socket of the right program, with another peer. */
  readonly elsewhere: Located | undefined;
  /** A socket of another program. */
  readonly holder: Located | undefined;
}

const NOTHING: Instead = { elsewhere: undefined, holder: undefined };

class Matching {
  private readonly readHosts: ReadHosts;
  private readonly labHosts: LabHosts;
  private readonly countersOf: CountersOf;
  private readonly process: ProcessFacts;
  private readonly files: string;
  private readonly kernel: KernelFile | undefined;
  private readonly used = new Set<Located['row']>();
  /** What the lab calls the sockets that are its links'. */
  private readonly names = new Map<Located['row'], EndNames>();
  private readonly endSockets = new EndSockets(this.used);
  private readonly insteads = new Map<HostView, Map<string, Instead>>();
  /** Lists of sockets with the same four values that all have their row. */
  private readonly accounted = new Set<readonly Located[]>();
  private pidsOfLab: ReadonlySet<number | 'unknown' | undefined> = new Set();
  private about: AboutLabs;
  private readonly pids = new Map<Hypervisor, number | 'unknown' | undefined>();
  /**
   * Processes that are several hypervisors of the lab: which socket is whose follows from the order of links.
   */
  private manifold: ReadonlySet<number | 'unknown' | undefined> = new Set();
  private readonly forwarders = new Map<Hypervisor, string | undefined>();
  private readonly peerHosts = new Map<string, PeerHost>();
  private readonly owners = new Map<HostView, ReadonlySet<number | undefined>>();
  /** Hosts that the lab calls otherwise than they were read. */
  private readonly hostNames = new Map<HostView, string>();
  /** Processes that are hypervisors of the lab, as it calls them. */
  private readonly calledInLab = new Map<HostView, Map<number | undefined, string>>();

  constructor(readHosts: ReadHosts, { labHosts, countersOf, process, files, kernel }: Required<MatchOptions>) {
    this.files = files;
    this.about = { files, loaded: [] };
    this.kernel = kernel;
    this.readHosts = readHosts;
    this.labHosts = labHosts;
    this.countersOf = countersOf;
    this.process = process;
  }

  rows(links: readonly ExpectedLink[]): ObservedLink[] {
    for (const { a, b } of links) for (const end of [a, b]) if (end !== undefined) this.pidOf(end.hypervisor);
    for (const [hypervisor, pid] of this.pids) {
      this.nameHostOf(hypervisor);
      if (hypervisor.kind === 'dynamips' && typeof pid === 'number') this.nameProcessOf(hypervisor, pid);
    }
    this.pidsOfLab = new Set(this.pids.values());
    this.manifold = manifoldOf(this.pids);
    // Every end is looked for before any link is judged, so that nobody takes the socket of another link.
    const found = new Map<ExpectedEnd, Located | undefined>();
    for (const { a, b } of links) for (const end of [a, b]) if (end !== undefined) found.set(end, this.find(end));
    const matched = links.map(({ name, lab, isTunnel, linkName, a, b }) => ({
      names: isTunnel ? { name, lab, isTunnel, tunnelOf: linkName } : { name, lab },
      a: this.matchedEnd(a, found.get(a)),
      b: b === undefined ? undefined : this.matchedEnd(b, found.get(b)),
    }));
    const ends = matched.flatMap(({ a, b }) => (b === undefined ? [a.end] : [a.end, b.end]));
    this.about = { files: this.files, loaded: stillLoaded(ends) };
    const rows = matched.map(({ names, a, b }) => ({
      ...names,
      ...(b === undefined ? this.oneEnded(a) : this.twoEnded(a, b)),
    }));
    return [...rows, ...this.unexpectedRows()];
  }

  private twoEnded(a: MatchedEnd, b: MatchedEnd): Omit<ObservedLink, 'name' | 'lab'> {
    const also = this.alsoOf([a, b]);
    for (const { row } of also) this.used.add(row);
    return { ...this.judge(a, b), a: a.end, b: b.end, also: also.map((one) => this.present(one)) };
  }

  private judge(a: MatchedEnd, b: MatchedEnd): LinkJudgement {
    const twins = [a, b].map(({ found }) => (found === undefined ? [] : twinsOf(found))).find((all) => all.length > 1);
    if (twins !== undefined)
      return sharedByTwins(twins, (one) => this.endOf(one, [a, b]), { kernel: this.kernel, files: this.files });
    if (a.found !== undefined && b.found !== undefined) return this.bothFound(a, b, a.found, b.found);
    const [there, away] = a.found === undefined ? [b, a] : [a, b];
    if (there.found !== undefined && isSelfConnected(there.found))
      return selfConnected(there.end, away.end, this.files);
    const unread = [a, b].find(({ view }) => view === undefined);
    if (unread !== undefined && there.found !== undefined && this.isFromOtherAddress(there.found, away.expected)) {
      return otherSource(there.end, away.end, away.expected.remoteHost);
    }
    const unmade = [a, b].find((one) => this.hasNoPeerAddress(one));
    if (unmade !== undefined) return withoutAddress(unmade.end);
    if (unread?.forwarder !== undefined) return forwarded(unread.end, unread.forwarder);
    if (unread !== undefined) return unknown(unread.end, there.found === undefined ? undefined : there.end);
    const astray = this.misdirectedOne(a, b) ?? this.misdirectedOne(b, a);
    if (astray !== undefined) return astray;
    const refused = this.refused([a, b]);
    if (refused !== undefined) return refused;
    const cut = [a, b].find(isMaybeCut);
    if (cut !== undefined) return inCutTable(cut.end, there.found === undefined ? undefined : there.end);
    if (there.found !== undefined) return halfOpen(there.end, away.end, whyMissing([away], this.about));
    return missing([a.end, b.end], whyMissing([a, b], this.about));
  }

  /** Both sockets exist and have the ports and names that the lab gives them; their addresses decide. */
  private bothFound(a: MatchedEnd, b: MatchedEnd, foundA: Located, foundB: Located): LinkJudgement {
    if (foundA.view.table.hidesPeers || foundB.view.table.hidesPeers) return peersHidden([a.end, b.end]);
    return isMirror(foundA, foundB) ? ESTABLISHED : unreachable(a.end, b.end);
  }

  /**
   * True if a socket has another address than the one to which its peer is connected, as far as that is a
   * literal address: the kernel chooses the source address, and the peer takes frames of no other.
   */
  private isFromOtherAddress(found: Located, expected: ExpectedEnd): boolean {
    const { literal } = this.peerHostOf(expected);
    return literal !== undefined && !isWildcard(literal) && !isLocalAddress(found, literal);
  }

  /**
   * True if a hypervisor of this host runs and cannot make an end, because nobody here knows the name of its
   * peer.
   */
  private hasNoPeerAddress({ expected, view, found, isHypervisorDown }: MatchedEnd): boolean {
    if (found !== undefined || view !== this.readHosts.here || isHypervisorDown) return false;
    const { remoteHost } = expected;
    return this.labHosts.isUnresolvable(remoteHost);
  }

  /** A link whose other end the lab does not make, such as an explicit NIO to another program. */
  private oneEnded(a: MatchedEnd): Omit<ObservedLink, 'name' | 'lab'> {
    if (a.found !== undefined) return this.outward(a.end, a.found);
    const { view, elsewhere, holder, end } = a;
    if (this.hasNoPeerAddress(a)) return { ...withoutAddress(end), a: end, also: [] };
    const verdict =
      view === undefined
        ? a.forwarder === undefined
          ? unknown(end, undefined)
          : forwarded(end, a.forwarder)
        : elsewhere !== undefined && this.isMisdirected(a)
          ? this.misdirected(elsewhere, a, undefined)
          : holder !== undefined && isHeldByStranger(a)
            ? foreign(end, this.present(holder))
            : isMaybeCut(a)
              ? inCutTable(end, undefined)
              : missing([end], whyMissing([a], this.about));
    return { ...verdict, a: end, also: [] };
  }

  /**
   * A socket of the lab whose peer is not the lab's: paired by its own addresses, with the lab's names for
   * this end.
   */
  private outward(end: LinkEnd, found: Located): Omit<ObservedLink, 'name' | 'lab'> {
    const open = this.openPeerOf(found);
    if (open !== undefined) {
      const b = this.present(open);
      return { ...towardsOpen(end, b, open), a: end, b, also: [] };
    }
    const namesOf = (located: Located): EndNames => this.names.get(located.row) ?? {};
    const [row] = pairObserved(this.readHosts, [found], this.countersOf, {
      lab: { namesOf, isWritten: true, mostTwins: MOST_TWINS, files: this.files },
      kernel: this.kernel,
    });
    if (row === undefined) return { ...missing([end], whyMissing([], this.about)), a: end, also: [] };
    const host = this.readHosts.destination(found.view, found.row.remoteAddress);
    for (const all of [twinsOf(found), host === undefined ? [] : mirrorsOf(found, host)]) {
      if (this.accounted.has(all)) continue;
      this.accounted.add(all);
      for (const { row } of all) this.used.add(row);
    }
    const others = [row.a, row.b, ...row.also].filter((one) => one !== undefined && !isEndOf(found, one));
    const [b, ...also] = others.filter((one) => one !== undefined);
    return { ...row, a: end, ...(b === undefined ? {} : { b }), also };
  }

  /**
   * A socket without a peer where this one sends to: the lab says that the other end is another program's, so
   * it is that.
   */
  private openPeerOf({ view, row }: Located): Located | undefined {
    const host = this.readHosts.destination(view, row.remoteAddress);
    const open = host?.udp(row.remotePort).find((other) => !isConnected(other) && host.roleOf(other) !== 'unknown');
    return host === undefined || open === undefined ? undefined : { view: host, row: open };
  }

  /** True if the socket with another peer is nobody else's, so that it must be this end's. */
  private isMisdirected({ found, elsewhere }: MatchedEnd): boolean {
    return found === undefined && elsewhere !== undefined && !this.used.has(elsewhere.row);
  }

  /** The judgement if another program has the port of an end that is not there. */
  private refused(ends: readonly MatchedEnd[]): LinkJudgement | undefined {
    const absent = ends.filter(({ found }) => found === undefined);
    const leftOver = absent.find(({ isHolderLeftOver }) => isHolderLeftOver);
    if (leftOver?.holder !== undefined) return heldByLeftOver(leftOver.end, this.present(leftOver.holder));
    const refused = absent.find(isHeldByStranger);
    return refused?.holder && foreign(refused.end, this.present(refused.holder));
  }

  private misdirectedOne(one: MatchedEnd, far: MatchedEnd): LinkJudgement | undefined {
    const { elsewhere } = one;
    return elsewhere !== undefined && this.isMisdirected(one) ? this.misdirected(elsewhere, one, far.end) : undefined;
  }

  private misdirected(elsewhere: Located, { end, expected }: MatchedEnd, far: LinkEnd | undefined): LinkJudgement {
    this.used.add(elsewhere.row);
    this.names.set(elsewhere.row, namesIn(expected));
    return misdirected(this.present(elsewhere), end, far, this.labEndAt(elsewhere, end));
  }

  /** The end of the lab that has the port to which a socket sends. */
  private labEndAt({ view, row }: Located, { remotePort }: LinkEnd): LinkEnd | undefined {
    if (row.remotePort === remotePort) return undefined;
    const host = this.readHosts.destination(view, row.remoteAddress);
    const [owner] = host?.udp(row.remotePort).filter((other) => this.names.has(other)) ?? [];
    return host === undefined || owner === undefined ? undefined : this.present({ view: host, row: owner });
  }

  /** The socket of an end: of the right program, on the right port, with the right peer. */
  private find(expected: ExpectedEnd): Located | undefined {
    const { hypervisor, localPort, remotePort } = expected;
    const view = this.viewOf(hypervisor);
    const pid = this.pidOf(hypervisor);
    if (view === undefined) return undefined;
    const wanted = {
      localPort,
      remotePort,
      remoteAddress: this.peerHostOf(expected).only,
      pid: isByProcess(expected) && typeof pid === 'number' ? pid : undefined,
    };
    const newestFirst = this.endSockets.candidates(view, wanted);
    // Ends are looked for in the order in which they are made, and so are the sockets of one process.
    for (const row of this.manifold.has(pid) ? [...newestFirst].reverse() : newestFirst) {
      const located = { view, row };
      if (!this.isOwn(expected, located, pid) || !this.hasPeer(located, expected)) continue;
      this.used.add(row);
      this.names.set(row, namesIn(expected));
      return located;
    }
    return undefined;
  }

  /** Every end asks, and a lab has few hosts. */
  private peerHostOf({ remoteHost }: ExpectedEnd): PeerHost {
    let found = this.peerHosts.get(remoteHost);
    if (found === undefined) {
      found = peerHost(remoteHost);
      this.peerHosts.set(remoteHost, found);
    }
    return found;
  }

  private matchedEnd(expected: ExpectedEnd, found: Located | undefined): MatchedEnd {
    const { hypervisor, localPort } = expected;
    const view = this.viewOf(hypervisor);
    const names = { ...namesIn(expected), ...this.hostInLab(view) };
    const pid = this.pidOf(hypervisor);
    // Whose end is there asks for nothing of this.
    const { elsewhere, holder } = found === undefined && view !== undefined ? this.instead(expected, view) : NOTHING;
    const end =
      found === undefined
        ? missingEnd(
            view?.name ?? hypervisor.host,
            {
              localAddress: '',
              localPort,
              remoteAddress: expected.remoteHost,
              remotePort: expected.remotePort,
            },
            names,
          )
        : presentEnd(found, names, this.countersOf(found));
    const isHolderLeftOver = holder !== undefined && hypervisor.kind === 'gns3' && this.isLeftOver(holder, pid);
    const isHolderOfLab = holder?.row.pid !== undefined && this.pidsOfLab.has(holder.row.pid);
    const isHypervisorDown = view !== undefined && pid === undefined;
    // A GNS3 server, or a wrapper, makes no NIO itself.
    const makesNios = hypervisor.kind === 'dynamips' && typeof pid === 'number';
    const openFiles = view !== undefined && makesNios ? this.process.openFilesOf(view, pid) : undefined;
    const hasNone = view !== undefined && makesNios && !this.hasSockets(view, pid, hypervisor);
    const stranger = hasNone && view.isCalledOtherwise(pid) ? ownerName(view, { pid }) : undefined;
    const isHypervisorEmpty = hasNone && stranger === undefined;
    const forwarder = this.forwarderOf(hypervisor);
    return {
      expected,
      view,
      found,
      elsewhere,
      holder,
      holderInLab: holder && this.ownerInLab(holder.row),
      end,
      isHolderLeftOver,
      isHolderOfLab,
      isHypervisorDown,
      isHypervisorEmpty,
      stranger,
      openFiles,
      forwarder,
    };
  }

  /** True for a hypervisor with any UDP socket. */
  private hasSockets(view: HostView, pid: number, { name }: Hypervisor): boolean {
    if (this.manifold.has(pid)) return [...this.names.values()].some(({ hypervisor }) => hypervisor === name);
    let owners = this.owners.get(view);
    if (owners === undefined) {
      owners = new Set([...view.allUdp()].map(({ row }) => row.pid));
      this.owners.set(view, owners);
    }
    return owners.has(pid);
  }

  /** What has the port of an end that is not there; the same for all ends of one program on it. */
  private instead(expected: ExpectedEnd, view: HostView): Instead {
    const { hypervisor, localPort, owner, remoteHost } = expected;
    const pid = this.pidOf(hypervisor);
    const family = familyOf(remoteHost);
    const whose = this.manifold.has(pid) ? hypervisor.name : pid;
    const key = [localPort, hypervisor.kind, owner, whose, family].join(' ');
    const known = this.insteads.get(view) ?? new Map<string, Instead>();
    this.insteads.set(view, known);
    const instead = known.get(key) ?? this.lookInstead(expected, view, pid);
    known.set(key, instead);
    return instead;
  }

  private lookInstead(expected: ExpectedEnd, view: HostView, pid: number | 'unknown' | undefined): Instead {
    const { hypervisor, localPort, remoteHost } = expected;
    const family = familyOf(remoteHost);
    const isOwn = (row: SocketRow): boolean =>
      this.isOwn(expected, { view, row }, pid) && (this.ownerInLab(row) ?? hypervisor.name) === hypervisor.name;
    const mayBeOwn =
      isByProcess(expected) && typeof pid === 'number' ? view.udpOf(localPort, pid) : view.udp(localPort);
    const elsewhere = mayBeOwn.find((row) => isOwn(row) && !this.used.has(row) && isConnected(row));
    const holder = view.udp(localPort).find((row) => !isOwn(row) && isInTheWay(row, family));
    return { elsewhere: elsewhere && { view, row: elsewhere }, holder: holder && { view, row: holder } };
  }

  /** The hypervisor of the lab that has a socket, where its process is several of them. */
  private ownerInLab(row: SocketRow): string | undefined {
    return this.manifold.has(row.pid) ? this.names.get(row)?.hypervisor : undefined;
  }

  /** True if a socket belongs to the program that the lab says. Where nobody is told as the owner, it may. */
  private isOwn(
    { hypervisor, owner }: ExpectedEnd,
    { view, row }: Located,
    pid: number | 'unknown' | undefined,
  ): boolean {
    const role = view.roleOf(row);
    // A visible process has visible sockets: one without an owner is somebody else's.
    if (role === 'unknown') return typeof pid !== 'number';
    // What is left over from a server that is gone, another one does not know.
    if (hypervisor.kind === 'gns3' && this.isLeftOver({ view, row }, pid)) return false;
    if (owner === 'ubridge') return role === 'ubridge';
    // A GNS3 server's belong to whatever it has started, Dynamips among them.
    if (hypervisor.kind === 'gns3') return role !== 'other';
    // A wrapper's sockets belong to the emulators that it starts.
    if (hypervisor.kind !== 'dynamips') return role !== 'other' && role !== 'hypervisor';
    return row.pid === pid;
  }

  private hasPeer({ view, row }: Located, expected: ExpectedEnd): boolean {
    if (view.table.hidesPeers) return true;
    if (!isConnected(row) || row.remotePort !== expected.remotePort) return false;
    const { isAny, isSomeLoopback, literal } = this.peerHostOf(expected);
    if (isAny) return true;
    if (isSomeLoopback) return isLoopback(row.remoteAddress);
    if (literal !== undefined) return row.remoteAddress === literal;
    // One that no name server has told may be any, too.
    return this.labHosts.addressesOf(expected.remoteHost)?.includes(row.remoteAddress) ?? true;
  }

  /**
   * The host of a hypervisor, if its sockets were read: not that of a program which passes its control port
   * on.
   */
  private viewOf(hypervisor: Hypervisor): HostView | undefined {
    return this.forwarderOf(hypervisor) === undefined ? this.labHosts.viewOf(hypervisor.host) : undefined;
  }

  /** The program that passes a hypervisor's control port on to another host, such as `ssh (pid 812)`. */
  private forwarderOf(hypervisor: Hypervisor): string | undefined {
    if (!this.forwarders.has(hypervisor)) {
      const view = this.labHosts.viewOf(hypervisor.host);
      const pid = view === undefined ? undefined : this.listenerOf(hypervisor, view);
      const passesOn = view !== undefined && typeof pid === 'number' && view.isForwarder(pid);
      this.forwarders.set(hypervisor, passesOn ? ownerName(view, { pid }) : undefined);
    }
    return this.forwarders.get(hypervisor);
  }

  private listenerOf({ host, port }: Hypervisor, view: HostView): number | 'unknown' | undefined {
    return view.listenerOn(port, isLoopback(host) ? LOOPBACK : (this.labHosts.addressesOf(host) ?? []));
  }

  /**
   * True for an emulator of a GNS3 server that does not run any more; `server` is the process of the one that
   * does, if one does. Where that is hidden, or the first process of its container, its own emulators may
   * look the same.
   */
  private isLeftOver({ view, row }: Located, server: number | 'unknown' | undefined): boolean {
    if (server === 'unknown' || server === 1 || row.pid === undefined || !view.isEmulators(row)) return false;
    return this.process.isOrphan(view, row.pid) === true;
  }

  /** The process behind a hypervisor's control port. */
  private pidOf(hypervisor: Hypervisor): number | 'unknown' | undefined {
    if (!this.pids.has(hypervisor)) {
      const view = this.viewOf(hypervisor);
      const pid = view === undefined ? undefined : this.listenerOf(hypervisor, view);
      if (typeof pid === 'number') view?.declareHypervisor(pid);
      this.pids.set(hypervisor, pid);
    }
    return this.pids.get(hypervisor);
  }

  /** Sockets with the four values of an end that are not the ends themselves. */
  private alsoOf(ends: readonly MatchedEnd[]): Located[] {
    const rows = new Set(ends.map(({ found }) => found?.row));
    const also = new Map<Located['row'], Located>();
    for (const { found } of ends) {
      const twins = found === undefined ? [] : twinsOf(found);
      if (this.accounted.has(twins)) continue;
      this.accounted.add(twins);
      for (const twin of twins) if (!rows.has(twin.row)) also.set(twin.row, twin);
    }
    return [...also.values()].filter(({ row }) => !this.used.has(row));
  }

  /** What the hypervisors of the lab have that no link accounts for. */
  private unexpectedRows(): ObservedLink[] {
    const pids = new Set([...this.pids.values()].filter((pid) => typeof pid === 'number'));
    const left = emulatorSockets(this.readHosts).filter(
      ({ row }) => row.pid !== undefined && pids.has(row.pid) && !this.used.has(row),
    );
    return left.map((one) => {
      const a = this.present(one);
      const host = this.readHosts.destination(one.view, one.row.remoteAddress);
      const [mirror] = host === undefined ? [] : mirrorsOf(one, host);
      return { ...unexpected(a), a, ...(mirror === undefined ? {} : { b: this.present(mirror) }), also: [] };
    });
  }

  /** The lab's name for a host is the one for all its sockets; a loopback name says nothing else. */
  private nameHostOf(hypervisor: Hypervisor): void {
    const view = this.viewOf(hypervisor);
    const { host } = hypervisor;
    if (view === undefined || host === view.name || isLoopback(host) || isWildcard(host)) return;
    if (!this.hostNames.has(view)) this.hostNames.set(view, host);
  }

  private nameProcessOf(hypervisor: Hypervisor, pid: number): void {
    const view = this.viewOf(hypervisor);
    if (view === undefined) return;
    const names = this.calledInLab.get(view) ?? new Map<number | undefined, string>();
    this.calledInLab.set(view, names);
    if (!names.has(pid)) names.set(pid, hypervisor.name);
  }

  /** A socket as it is, with the device and the interface if it is an end of the lab. */
  private present(located: Located): LinkEnd {
    const { device, interface: name } = this.names.get(located.row) ?? {};
    const hypervisor = this.ownerInLab(located.row) ?? this.calledInLab.get(located.view)?.get(located.row.pid);
    const own = hypervisor === undefined ? {} : { hypervisor };
    const names = device === undefined || name === undefined ? own : { ...own, device, interface: name };
    return presentEnd(located, { ...names, ...this.hostInLab(located.view) }, this.countersOf(located));
  }

  private hostInLab(view: HostView | undefined): Pick<EndNames, 'hostInLab'> {
    const hostInLab = view && this.hostNames.get(view);
    return hostInLab === undefined ? {} : { hostInLab };
  }

  /** The end as the lab names it if it is one of these, else as it is. */
  private endOf(located: Located, ends: readonly MatchedEnd[]): LinkEnd {
    return ends.find(({ found }) => found?.row === located.row)?.end ?? this.present(located);
  }
}

/**
 * True for an end of a Dynamips, whose process has the control port; sockets of others may be of any process.
 */
function isByProcess({ hypervisor, owner }: ExpectedEnd): boolean {
  return hypervisor.kind === 'dynamips' && owner !== 'ubridge';
}

/** Those that are the process of more than one hypervisor. */
function manifoldOf(pids: ReadonlyMap<Hypervisor, number | 'unknown' | undefined>): ReadonlySet<number> {
  const ports = new Map<number, Set<number>>();
  for (const [{ port }, pid] of pids) {
    if (typeof pid === 'number') ports.set(pid, (ports.get(pid) ?? new Set()).add(port));
  }
  return new Set([...ports].flatMap(([pid, { size }]) => (size > 1 ? [pid] : [])));
}

function namesIn({ hypervisor, device, interface: name }: ExpectedEnd): EndNames {
  return { hypervisor: hypervisor.name, device, interface: name };
}

/** True if an end of a row is this very socket. */
function isEndOf({ view, row }: Located, end: LinkEnd): boolean {
  return (
    end.host === view.name &&
    end.pid === row.pid &&
    end.localPort === row.localPort &&
    end.remotePort === row.remotePort &&
    end.localAddress === row.localAddress &&
    (end.inode ?? 0) === row.inode
  );
}
