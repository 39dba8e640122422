import { NIO_FLAG } from '../allocation/nio-table.ts';
import { NO_BASIS } from './bases.ts';
import { FIT, type Fit } from './fit.ts';
import { FAMILY } from './pair-rules.ts';
import { BIND, DELIVERY, NO_SOCKET } from './socket.ts';
import type { SharedPort, UdpTable } from './udp-table.ts';

/** Stands for a receiver that nobody knows. */
const UNDECIDED = -2;

const BOTH_FAMILIES = (1 << FAMILY.ipv4) | (1 << FAMILY.ipv6);

/** Sends one frame from each NIO that is asked for, to the sockets that are open then. */
export class Deliveries {
  private readonly table: UdpTable;
  /** Number of each NIO's link over all labs: whose frame a receiver has got depends on it. */
  private readonly link: Int32Array;
  /** What a frame that one socket alone can take rests on. */
  private readonly ownBasis: number;
  private basis: number;

  constructor(table: UdpTable, link: Int32Array, ownBasis: number) {
    this.table = table;
    this.link = link;
    this.ownBasis = ownBasis;
    this.basis = ownBasis;
  }

  /**
   * A connected UDP socket takes only what comes from its own peer to its own address; which of several gets
   * a frame is the kernel's. May be asked again, when other sockets have been opened or closed.
   */
  deliver(socket: number): void {
    const { columns, routes } = this.table;
    const bind = columns.bind[socket] ?? 0;
    columns.delivery[socket] = DELIVERY.nobody;
    columns.receiver[socket] = NO_SOCKET;
    columns.framesBasis[socket] = columns.bindBasis[socket] ?? NO_BASIS;
    if (bind === BIND.refused || bind === BIND.removed || bind === BIND.stopped) return;
    const remotePort = columns.remotePort[socket] ?? 0;
    // Nobody can have port 0.
    if (remotePort === 0) return;
    const there = this.table.on(routes.receiver(columns.route[socket] ?? 0), remotePort);
    this.basis = this.ownBasis;
    const receiver = bind === BIND.unknown ? UNDECIDED : this.receiverOf(socket, there);
    columns.framesBasis[socket] = this.basis;
    if (receiver === UNDECIDED) {
      this.leaveOpen(socket, NO_SOCKET);
      return;
    }
    const isExplicit = ((columns.flags[socket] ?? 0) & NIO_FLAG.explicit) !== 0;
    if (there === undefined && isExplicit) columns.delivery[socket] = DELIVERY.outside;
    if (receiver === NO_SOCKET) return;
    if (routes.hasOpenNames && this.fit(receiver, socket) === FIT.open) {
      this.leaveOpen(socket, receiver);
      return;
    }
    columns.receiver[socket] = receiver;
    if (receiver === socket) columns.delivery[socket] = DELIVERY.self;
    else columns.delivery[socket] = this.isPeer(socket, receiver) ? DELIVERY.peer : DELIVERY.other;
  }

  private leaveOpen(socket: number, candidate: number): void {
    const { columns } = this.table;
    columns.delivery[socket] = DELIVERY.unknown;
    columns.receiver[socket] = candidate;
    columns.framesBasis[socket] = NO_BASIS;
  }

  private receiverOf(sender: number, there: number | SharedPort | undefined): number {
    if (there === undefined) return NO_SOCKET;
    if (typeof there !== 'number') return this.receiverAmong(sender, there);
    if (this.table.columns.bind[there] === BIND.unknown) return UNDECIDED;
    return this.fit(there, sender) === FIT.no ? NO_SOCKET : there;
  }

  /** Where several share the port: by the peer, or by age whatever the peer, as the kernel does it. */
  private receiverAmong(sender: number, port: SharedPort): number {
    // A bind whose outcome is not established may have changed who receives.
    if (port.unknownCount > 0) return UNDECIDED;
    const { answer, basis } = port.different;
    if (port.count === 1 || answer === undefined || answer === 'peer-of-each') {
      if (port.count > 1 && answer !== undefined) this.basis = basis;
      return this.fittingOf(sender, port);
    }
    if (answer !== 'first' && answer !== 'last') return UNDECIDED;
    // By age within each family, or over both: nobody has established it.
    if ((port.families & BOTH_FAMILIES) === BOTH_FAMILIES) return UNDECIDED;
    this.basis = basis;
    if (this.fit(answer === 'first' ? port.oldest : port.newest, sender) === FIT.no) return NO_SOCKET;
    return this.fittingOf(sender, port);
  }

  /**
   * Of the sockets that fit the newest or the oldest, as the kernel does it; one that takes datagrams from
   * any port is looked at last.
   */
  private fittingOf(sender: number, port: SharedPort): number {
    const { columns, bases } = this.table;
    let newest = NO_SOCKET;
    let oldest = NO_SOCKET;
    let open = NO_SOCKET;
    for (const socket of this.table.sharers(port, sender, 'receiversOf')) {
      if (this.fit(socket, sender) === FIT.no) continue;
      if (columns.remotePort[socket] !== 0) {
        if (newest === NO_SOCKET) newest = socket;
        oldest = socket;
      } else if (open === NO_SOCKET || (this.isMapped(open) && !this.isMapped(socket))) open = socket;
    }
    if (newest === NO_SOCKET) return open;
    if (newest === oldest) return newest;
    const { answer, basis } = port.identical;
    if (answer === undefined) return newest;
    this.basis = port.different.answer === undefined ? basis : bases.weaker(this.basis, basis);
    if (answer === 'last') return newest;
    return answer === 'first' ? oldest : UNDECIDED;
  }

  /** Whether the four values of `receiver` are those of `sender`, the other way round. */
  private fit(receiver: number, sender: number): Fit {
    const { columns, routes } = this.table;
    const port = columns.port[sender] ?? 0;
    const wanted = columns.remotePort[receiver] ?? 0;
    // A socket whose peer has port 0 takes what comes from any port of it.
    if (wanted !== 0 && wanted !== port) return FIT.no;
    return routes.fit(columns.route[sender] ?? 0, columns.route[receiver] ?? 0);
  }

  /** Of two sockets that fit in part only, the kernel takes one of family 4 first. */
  private isMapped(socket: number): boolean {
    return this.table.routes.isMapped(this.table.columns.route[socket] ?? 0);
  }

  /**
   * True if `other` is the NIO that `socket` was made to talk to. Two explicit NIOs that reach each other are
   * meant to.
   */
  private isPeer(socket: number, other: number): boolean {
    const { link } = this;
    const { flags: all } = this.table.columns;
    const flags = all[socket] ?? 0;
    const differing = flags ^ (all[other] ?? 0);
    if (flags & NIO_FLAG.explicit) return (differing & NIO_FLAG.explicit) === 0;
    if (link[socket] !== link[other] || differing & (NIO_FLAG.tunnel | NIO_FLAG.explicit)) return false;
    if ((flags & NIO_FLAG.tunnel) === 0) return (differing & NIO_FLAG.endB) !== 0;
    return (differing & NIO_FLAG.endB) === 0 && (differing & NIO_FLAG.ubridge) !== 0;
  }
}
