import { isLoopback, isWildcard, normalizeHost, OWN_ADDRESS } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import type { ExpectedEnd, ExpectedLink } from '../../core/allocation/expected-links.ts';
import type { Hypervisor } from '../../core/lab/lab.ts';
import { holderName } from '../../core/sockets/holder-name.ts';
import { type HostView, isConnected, isMirror, isSelfConnected, type Located } from '../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { LabHosts } from './lab-hosts.ts';
import { type CountersOf, missingEnd, presentEnd } from './link-end.ts';
import type { LinkEnd, ObservedLink } from './link-table.ts';
import { emulatorSockets, mirrorsOf, pairObserved, tellsReceiver, twinsOf } from './pair-observed.ts';
import {
  ESTABLISHED,
  establishedOneSided,
  foreign,
  halfOpen,
  misdirected,
  missing,
  peersHidden,
  selfConnected,
  shared,
  unexpected,
  unknown,
  unreachable,
  type Verdict,
} from './verdicts.ts';

/** Finds or misses every link that labs expect, and what their hypervisors have besides. */
export function matchExpected(
  readHosts: ReadHosts,
  links: readonly ExpectedLink[],
  { labHosts, countersOf }: { labHosts: LabHosts; countersOf: CountersOf },
): ObservedLink[] {
  return new Matching(readHosts, labHosts, countersOf).rows(links);
}

/** An end as it was looked for: the socket if it is there, and what stands in its way if it is not. */
interface Sought {
  readonly expected: ExpectedEnd;
  readonly view: HostView | undefined;
  readonly found: Located | undefined;
  /** A socket of the right program on the right port, with another peer. */
  readonly elsewhere: Located | undefined;
  /** A socket of another program on that port. */
  readonly holder: Located | undefined;
  /** What to show: the socket, or the place where it should be. */
  readonly end: LinkEnd;
  readonly isHypervisorDown: boolean;
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
    const sought = links.map(({ name, lab, a, b }) => ({
      names: { name, lab },
      a: this.seek(a, found.get(a)),
      b: b === undefined ? undefined : this.seek(b, found.get(b)),
    }));
    const rows = sought.map(({ names, a, b }) => ({
      ...names,
      ...(b === undefined ? this.oneEnded(a) : this.twoEnded(a, b)),
    }));
    return [...rows, ...this.unexpectedRows()];
  }

  private twoEnded(a: Sought, b: Sought): Omit<ObservedLink, 'name' | 'lab'> {
    const also = this.alsoOf([a, b]);
    for (const { row } of also) this.used.add(row);
    return { ...this.judge(a, b), a: a.end, b: b.end, also: also.map((one) => this.present(one)) };
  }

  private judge(a: Sought, b: Sought): Verdict {
    const twins = [a, b].map(({ found }) => (found === undefined ? [] : twinsOf(found))).find((all) => all.length > 1);
    if (twins !== undefined) {
      return shared(
        twins.map((one) => this.endOf(one, [a, b])),
        tellsReceiver(twins),
      );
    }
    if (a.found !== undefined && b.found !== undefined) return this.bothFound(a, b, a.found, b.found);
    const [there, away] = a.found === undefined ? [b, a] : [a, b];
    if (there.found !== undefined && isSelfConnected(there.found.row)) return selfConnected(there.end, away.end);
    const unread = [a, b].find(({ view }) => view === undefined);
    if (unread !== undefined) return unknown(unread.end, there.found === undefined ? undefined : there.end);
    const misled = [a, b].find((one) => this.isMisled(one));
    if (misled?.elsewhere !== undefined) return this.misdirected(misled.elsewhere, misled.end);
    const robbed = [a, b].find((one) => one.found === undefined && isForeign(one));
    if (robbed?.holder !== undefined) return foreign(robbed.end, this.present(robbed.holder));
    if (there.found !== undefined) return halfOpen(there.end, away.end, this.reasonFor([away]));
    return missing([a.end, b.end], this.reasonFor([a, b]));
  }

  /** Both sockets exist and have the ports and names that the lab gives them; their addresses decide. */
  private bothFound(a: Sought, b: Sought, foundA: Located, foundB: Located): Verdict {
    if (foundA.view.table.hidesPeers || foundB.view.table.hidesPeers) return peersHidden([a.end, b.end]);
    return isMirror(foundA.row, foundB.row) ? ESTABLISHED : unreachable(a.end, b.end);
  }

  /** A link whose other end the lab does not make, such as an explicit NIO to another program. */
  private oneEnded(a: Sought): Omit<ObservedLink, 'name' | 'lab'> {
    if (a.found !== undefined) return this.outward(a.end, a.found);
    const { view, elsewhere, holder, end } = a;
    const verdict =
      view === undefined
        ? unknown(end, undefined)
        : elsewhere !== undefined && this.isMisled(a)
          ? this.misdirected(elsewhere, end)
          : holder !== undefined && isForeign(a)
            ? foreign(end, this.present(holder))
            : missing([end], this.reasonFor([a]));
    return { ...verdict, a: end, also: [] };
  }

  /** A socket of the lab whose peer is not the lab's: paired by its own addresses, with the lab's names for this end. */
  private outward(end: LinkEnd, found: Located): Omit<ObservedLink, 'name' | 'lab'> {
    const open = this.openPeerOf(found);
    if (open !== undefined) {
      const b = this.present(open);
      return { ...establishedOneSided(end, b), a: end, b, also: [] };
    }
    const [row] = pairObserved(this.readHosts, [found], this.countersOf);
    if (row === undefined) return { ...missing([end], this.reasonFor([])), a: end, also: [] };
    const host = this.readHosts.destination(found.view, found.row.remoteAddress);
    for (const one of [...twinsOf(found), ...(host === undefined ? [] : mirrorsOf(found, host))])
      this.used.add(one.row);
    const others = [row.a, row.b, ...row.also].filter((one) => one !== undefined && !isEndOf(found, one));
    const [b, ...also] = others.filter((one) => one !== undefined);
    return { ...row, a: end, ...(b === undefined ? {} : { b }), also };
  }

  /** A socket without a peer where this one sends to: the lab says that the other end is another program's, so it is that. */
  private openPeerOf({ view, row }: Located): Located | undefined {
    const host = this.readHosts.destination(view, row.remoteAddress);
    const open = host?.udp(row.remotePort).find((other) => !isConnected(other) && host.roleOf(other) !== 'unknown');
    return host === undefined || open === undefined ? undefined : { view: host, row: open };
  }

  /** True if the socket with another peer is nobody else's, so that it must be this end's. */
  private isMisled({ found, elsewhere }: Sought): boolean {
    return found === undefined && elsewhere !== undefined && !this.used.has(elsewhere.row);
  }

  private misdirected(elsewhere: Located, end: LinkEnd): Verdict {
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

  private seek(expected: ExpectedEnd, found: Located | undefined): Sought {
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
    if (isLoopback(name) || isWildcard(name)) return isLoopback(row.remoteAddress);
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

  /** Why sockets are not there, as far as it can be told from here. */
  private reasonFor(away: readonly Sought[]): { reason: string; remedy: string } {
    const down = new Set(
      away.flatMap(({ isHypervisorDown, expected }) => (isHypervisorDown ? [expected.hypervisor] : [])),
    );
    if (down.size > 0) {
      const places = [...down].map(({ host, port }) => `TCP port ${port} of ${host}`).join(', nor on ');
      const names = [...down].map(({ name }) => name).join(' and ');
      const isServer = [...down].every(({ kind }) => kind === 'gns3');
      const noun = isServer ? 'server' : 'hypervisor';
      return {
        reason: `Nothing listens on ${places}: ${down.size === 1 ? `that ${noun} does` : `those ${noun}s do`} not run.`,
        remedy: isServer
          ? `start the GNS3 server ${names.replaceAll('gns3 ', '')} and open the project`
          : `start the hypervisor ${names} and load the lab`,
      };
    }
    const blocked = away.find(({ holder }) => holder !== undefined);
    if (blocked?.holder !== undefined) {
      const holder = this.present(blocked.holder);
      return {
        reason: `UDP port ${holder.localPort} is held by ${holder.hypervisor === undefined ? '' : `${holder.hypervisor}, `}${holderName(holder)}: Dynamips up to 0.2.17 answers "206-unable to create UDP NIO" then.`,
        remedy: 'give every hypervisor of this host a base UDP of its own; niostat check says which',
      };
    }
    if (away.every(({ expected }) => expected.owner === 'ubridge')) {
      return {
        reason: 'uBridge has no such socket: it has ended, or it was refused the port.',
        remedy: 'stop the router and start it again: GNS3 starts its uBridge with it',
      };
    }
    return {
      reason:
        'The hypervisor runs, but has no such NIO: it was refused, it was deleted, or the lab was not loaded to the end.',
      remedy: 'load the lab again, and look at the answers of the hypervisor',
    };
  }

  /** Sockets with the four values of an end that are not the ends themselves. */
  private alsoOf(ends: readonly Sought[]): Located[] {
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
  private endOf(located: Located, ends: readonly Sought[]): LinkEnd {
    return ends.find(({ found }) => found?.row === located.row)?.end ?? this.present(located);
  }
}

/** True if a socket keeps Dynamips from binding a port: it binds to every address, of IPv4 unless the peer is of IPv6. */
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

/** A program that has nothing to do with labs holds the port. */
function isForeign({ holder }: Sought): boolean {
  return holder !== undefined && holder.view.roleOf(holder.row) === 'other';
}
