import { isLoopback, isWildcard, meansThisMachine, normalizeHost, OWN_ADDRESS } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { ExpectedEnd, ExpectedLink } from '../../core/allocation/expected-links.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { type HostView, isConnected, isMirror, isSelfConnected, type Located } from '../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { LabHosts } from './lab-hosts.ts';
import { type CountersOf, missingEnd, presentEnd } from './link-end.ts';
import type { LinkEnd, ObservedLink } from './link-table.ts';
import { isHeldByStranger, type MatchedEnd } from './matched-end.ts';
import { emulatorSockets, mirrorsOf, pairObserved, sharedByTwins, toldPeerOf, twinsOf } from './pair-observed.ts';
import {
  ESTABLISHED,
  foreign,
  halfOpen,
  type LinkJudgement,
  misdirected,
  missing,
  oneSided,
  peersHidden,
  selfConnected,
  unexpected,
  unknown,
  unreachable,
} from './verdicts.ts';
import { whyMissing } from './why-missing.ts';

/** Finds or misses every link that labs expect, and what their hypervisors have in addition. */
export function matchExpected(
  readHosts: ReadHosts,
  links: readonly ExpectedLink[],
  { labHosts, countersOf }: { labHosts: LabHosts; countersOf: CountersOf },
): ObservedLink[] {
  return new Matching(readHosts, labHosts, countersOf).rows(links);
}

const LOOPBACK = ['127.0.0.1', '::1'];

class Matching {
  private readonly readHosts: ReadHosts;
  private readonly labHosts: LabHosts;
  private readonly countersOf: CountersOf;
  private readonly used = new Set<Located['row']>();
  private readonly pids = new Map<Hypervisor, number | 'unknown' | undefined>();

  constructor(readHosts: ReadHosts, labHosts: LabHosts, countersOf: CountersOf) {
    this.readHosts = readHosts;
    this.labHosts = labHosts;
    this.countersOf = countersOf;
  }

  rows(links: readonly ExpectedLink[]): ObservedLink[] {
    for (const { a, b } of links) for (const end of [a, b]) if (end !== undefined) this.pidOf(end.hypervisor);
    // Every end is looked for before any link is judged, so that nobody takes the socket of another link.
    const found = new Map(
      links.flatMap(({ a, b }) => [a, ...(b === undefined ? [] : [b])]).map((end) => [end, this.find(end)]),
    );
    const matched = links.map(({ name, lab, a, b }) => ({
      names: { name, lab },
      a: this.matchedEnd(a, found.get(a)),
      b: b === undefined ? undefined : this.matchedEnd(b, found.get(b)),
    }));
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
    if (twins !== undefined) return sharedByTwins(twins, (one) => this.endOf(one, [a, b]));
    if (a.found !== undefined && b.found !== undefined) return this.bothFound(a, b, a.found, b.found);
    const [there, away] = a.found === undefined ? [b, a] : [a, b];
    if (there.found !== undefined && isSelfConnected(there.found.row)) return selfConnected(there.end, away.end);
    const unread = [a, b].find(({ view }) => view === undefined);
    if (unread !== undefined) return unknown(unread.end, there.found === undefined ? undefined : there.end);
    const astray = [a, b].find((one) => this.isMisdirected(one));
    if (astray?.elsewhere !== undefined) return this.misdirected(astray.elsewhere, astray.end);
    const refused = [a, b].find((one) => one.found === undefined && isHeldByStranger(one));
    if (refused?.holder !== undefined) return foreign(refused.end, this.present(refused.holder));
    if (there.found !== undefined) return halfOpen(there.end, away.end, whyMissing([away]));
    return missing([a.end, b.end], whyMissing([a, b]));
  }

  /** Both sockets exist and have the ports and names that the lab gives them; their addresses decide. */
  private bothFound(a: MatchedEnd, b: MatchedEnd, foundA: Located, foundB: Located): LinkJudgement {
    if (foundA.view.table.hidesPeers || foundB.view.table.hidesPeers) return peersHidden([a.end, b.end]);
    return isMirror(foundA.row, foundB.row) ? ESTABLISHED : unreachable(a.end, b.end);
  }

  /** A link whose other end the lab does not make, such as an explicit NIO to another program. */
  private oneEnded(a: MatchedEnd): Omit<ObservedLink, 'name' | 'lab'> {
    if (a.found !== undefined) return this.outward(a.end, a.found);
    const { view, elsewhere, holder, end } = a;
    const verdict =
      view === undefined
        ? unknown(end, undefined)
        : elsewhere !== undefined && this.isMisdirected(a)
          ? this.misdirected(elsewhere, end)
          : holder !== undefined && isHeldByStranger(a)
            ? foreign(end, this.present(holder))
            : missing([end], whyMissing([a]));
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
      return { ...oneSided(end, b, toldPeerOf(open)), a: end, b, also: [] };
    }
    const [row] = pairObserved(this.readHosts, [found], this.countersOf);
    if (row === undefined) return { ...missing([end], whyMissing([])), a: end, also: [] };
    const host = this.readHosts.destination(found.view, found.row.remoteAddress);
    for (const one of [...twinsOf(found), ...(host === undefined ? [] : mirrorsOf(found, host))])
      this.used.add(one.row);
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

  private misdirected(elsewhere: Located, end: LinkEnd): LinkJudgement {
    this.used.add(elsewhere.row);
    return misdirected(this.present(elsewhere), end);
  }

  /** The socket of an end: of the right program, on the right port, with the right peer. */
  private find(expected: ExpectedEnd): Located | undefined {
    const { hypervisor, localPort } = expected;
    const view = this.labHosts.viewOf(hypervisor.host);
    const pid = this.pidOf(hypervisor);
    const row = view
      ?.udp(localPort)
      .find(
        (one) =>
          !this.used.has(one) &&
          this.isOwn(expected, { view, row: one }, pid) &&
          this.hasPeer({ view, row: one }, expected),
      );
    if (view === undefined || row === undefined) return undefined;
    this.used.add(row);
    return { view, row };
  }

  private matchedEnd(expected: ExpectedEnd, found: Located | undefined): MatchedEnd {
    const { hypervisor, localPort } = expected;
    const view = this.labHosts.viewOf(hypervisor.host);
    const names = { hypervisor: hypervisor.name, device: expected.device, interface: expected.interface };
    const pid = this.pidOf(hypervisor);
    const there = (view?.udp(localPort) ?? []).map((row) => ({ view: view as HostView, row }));
    const own = there.filter((one) => this.isOwn(expected, one, pid) && !this.used.has(one.row));
    const elsewhere = found === undefined ? own.find(({ row }) => isConnected(row)) : undefined;
    const holder = there.find((one) => !this.isOwn(expected, one, pid) && isInTheWay(one.row, expected));
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
    const isHypervisorDown = view !== undefined && pid === undefined;
    return { expected, view, found, elsewhere, holder, end, isHypervisorDown };
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
    if (owner === 'ubridge') return role === 'ubridge';
    // A GNS3 server's belong to whatever it has started, Dynamips among them.
    if (hypervisor.kind === 'gns3') return role !== 'other';
    // A wrapper's sockets belong to the emulators that it starts.
    if (hypervisor.kind !== 'dynamips') return role !== 'other' && role !== 'hypervisor';
    return row.pid === pid;
  }

  private hasPeer({ view, row }: Located, { remoteHost, remotePort }: ExpectedEnd): boolean {
    if (view.table.hidesPeers) return true;
    if (!isConnected(row) || row.remotePort !== remotePort) return false;
    // An address that is found out when the link is made may be any.
    if (remoteHost === OWN_ADDRESS) return true;
    const name = normalizeHost(remoteHost);
    // The kernel connects the address of nobody to the loopback.
    if (meansThisMachine(name)) return isLoopback(row.remoteAddress);
    return row.remoteAddress === name || this.labHosts.addressesOf(remoteHost).includes(row.remoteAddress);
  }

  /** The process behind a hypervisor's control port. */
  private pidOf(hypervisor: Hypervisor): number | 'unknown' | undefined {
    if (!this.pids.has(hypervisor)) {
      const view = this.labHosts.viewOf(hypervisor.host);
      const pid = view?.listenerOn(
        hypervisor.port,
        isLoopback(hypervisor.host) ? LOOPBACK : this.labHosts.addressesOf(hypervisor.host),
      );
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
      for (const twin of found === undefined ? [] : twinsOf(found)) if (!rows.has(twin.row)) also.set(twin.row, twin);
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

  private present(located: Located): LinkEnd {
    return presentEnd(located, {}, this.countersOf(located));
  }

  /** The end as the lab names it if it is one of these, else as it is. */
  private endOf(located: Located, ends: readonly MatchedEnd[]): LinkEnd {
    return ends.find(({ found }) => found?.row === located.row)?.end ?? this.present(located);
  }
}

/**
 * True if a socket keeps Dynamips from binding a port: it binds to every address, of IPv4 unless the peer is
 * of IPv6.
 */
function isInTheWay({ family, localAddress }: Located['row'], { remoteHost }: ExpectedEnd): boolean {
  return familyOf(remoteHost) === 6 || family === 4 || isWildcard(localAddress);
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
