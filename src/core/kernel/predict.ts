import type { Machines } from '../address/host.ts';
import { wrapPort } from '../address/port.ts';
import type { Sources } from '../address/socket-pair.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { NIO_FLAG, type NioTable } from '../allocation/nio-table.ts';
import type { Hypervisor, OperatingSystem } from '../lab/lab.ts';
import type { Generation } from './dynamips-version.ts';
import { FIT, type Fit } from './fit.ts';
import { Prediction, SocketColumns } from './prediction.ts';
import { RouteTable } from './route-table.ts';
import { BIND, DELIVERY, NO_SOCKET } from './socket.ts';

export interface PredictOptions {
  readonly os: OperatingSystem;
  readonly machines: Machines;
  /** The source addresses that the kernel of this machine gives, where it was asked. */
  readonly sources?: Sources | undefined;
  /** The generation of the Dynamips that runs behind a hypervisor. */
  readonly generationOf: (hypervisor: Hypervisor) => Generation;
}

/** Whether a NIO's socket has SO_REUSEADDR set. */
const REUSE_NO = 0;
const REUSE_YES = 1;
const REUSE_NOT_ESTABLISHED = 2;

const PORT_COUNT = 65_536;

/**
 * Plays the creation of all NIOs, in order, against a model of the kernel's UDP socket tables, and then sends
 * one frame from each. `allocations` are played one after the other, as labs that are started one after the
 * other. Linear in the number of NIOs as long as few share a port. Sources: docs/FACTS.md, "Sharing a port"
 * (seen on Linux 6.18 with Dynamips 0.2.14 and 0.2.24).
 */
export function predict(allocations: readonly Allocation[], options: PredictOptions): Prediction {
  const size = allocations.reduce((sum, allocation) => sum + allocation.created.length, 0);
  const routes = new RouteTable(options.machines, options.sources);
  const kernel = new SocketTable(new SocketColumns(size), routes, options);
  for (const allocation of allocations) kernel.play(allocation);
  kernel.deliverAll();
  return new Prediction(allocations, kernel.columns, routes, kernel.hasCollisions);
}

/** The UDP sockets of all machines; a socket is its index among all NIOs of all labs. */
class SocketTable {
  hasCollisions = false;
  readonly columns: SocketColumns;
  private readonly options: PredictOptions;
  private readonly routes: RouteTable;
  /** Per machine: port → socket that was connected last there, the start of a chain through `next`. */
  private readonly heads: Int32Array[] = [];
  private readonly next: Int32Array;
  private readonly reuse: Uint8Array;
  /** Number of the link over all labs. */
  private readonly link: Int32Array;
  private readonly flags: Uint8Array;
  private socketCount = 0;
  private linkCount = 0;

  constructor(columns: SocketColumns, routes: RouteTable, options: PredictOptions) {
    this.columns = columns;
    this.routes = routes;
    this.options = options;
    this.next = new Int32Array(columns.size).fill(NO_SOCKET);
    this.reuse = new Uint8Array(columns.size);
    this.link = new Int32Array(columns.size);
    this.flags = new Uint8Array(columns.size);
  }

  /** Opens and closes the sockets of one lab, in their order. */
  play(allocation: Allocation): void {
    const { created, deletions } = allocation;
    const offset = this.socketCount;
    const reuseOf = created.hypervisors.map((hypervisor) => this.reuseOf(hypervisor));
    const routeOf = this.routes.forTable(created);
    let deleted = 0;
    for (let index = 0; index <= created.length; index++) {
      for (
        let deletion = deletions[deleted];
        deletion !== undefined && deletion.afterCreated <= index;
        deletion = deletions[deleted]
      ) {
        this.close(offset + deletion.index, deletion.isRemoved ? BIND.removed : BIND.stopped);
        deleted++;
      }
      if (index < created.length) this.open(created, index, routeOf(index), reuseOf);
    }
    this.socketCount += created.length;
    this.linkCount += created.links.length;
  }

  deliverAll(): void {
    for (let socket = 0; socket < this.socketCount; socket++) this.deliver(socket);
  }

  /** Binds and connects, as `nio create_udp` does. */
  private open(nios: NioTable, index: number, route: number, reuseOf: readonly number[]): void {
    const { columns } = this;
    const socket = this.socketCount + index;
    const wanted = nios.localPort[index] ?? 0;
    const port = wrapPort(wanted);
    columns.port[socket] = port;
    columns.remotePort[socket] = wrapPort(nios.remotePort[index] ?? 0);
    columns.route[socket] = route;
    columns.bind[socket] = this.outcomeOf(socket, wanted);
    const flags = nios.flags[index] ?? 0;
    this.flags[socket] = flags;
    this.link[socket] = this.linkCount + (nios.link[index] ?? 0);
    if (flags & NIO_FLAG.ubridge) this.reuse[socket] = REUSE_YES;
    // `create_udp_auto` sets SO_REUSEADDR in no generation (dynamips `common/net.c`, `ip_socket_bind`).
    else if (flags & NIO_FLAG.boundToHost) this.reuse[socket] = REUSE_NO;
    else this.reuse[socket] = reuseOf[nios.hypervisor[index] ?? 0] ?? REUSE_NOT_ESTABLISHED;
    if (port === 0 || columns.bind[socket] === BIND.refused) return;

    const heads = this.headsOf(this.routes.sender(route));
    const head = heads[port] ?? NO_SOCKET;
    if (head !== NO_SOCKET) this.collide(socket, head);
    if (columns.bind[socket] === BIND.refused) return;
    this.next[socket] = head;
    heads[port] = socket;
  }

  /** What becomes of the socket if nobody else has its port. */
  private outcomeOf(socket: number, wanted: number): number {
    const { columns, routes, options } = this;
    const port = columns.port[socket];
    if (routes.hasRefusals && routes.route(columns.route[socket] ?? 0).refusal !== undefined) return BIND.refused;
    if (columns.remotePort[socket] === 0 && options.os !== 'linux') return BIND.unknown;
    if (port === 0) return BIND.ephemeral;
    return port === wanted ? BIND.bound : BIND.wrapped;
  }

  private close(socket: number, state: number): void {
    const { columns, next } = this;
    const bind = columns.bind[socket];
    columns.bind[socket] = state;
    if (bind === BIND.refused || bind === BIND.ephemeral) return;
    const port = columns.port[socket] ?? 0;
    const heads = this.headsOf(this.routes.sender(columns.route[socket] ?? 0));
    const after = next[socket] ?? NO_SOCKET;
    if (heads[port] === socket) {
      heads[port] = after;
      return;
    }
    let other = heads[port] ?? NO_SOCKET;
    while (other !== NO_SOCKET && next[other] !== socket) other = next[other] ?? NO_SOCKET;
    if (other !== NO_SOCKET) next[other] = after;
  }

  /**
   * Linux lets two sockets share a port only if both set SO_REUSEADDR; sockets on different addresses do not
   * meet. A socket that was bound to every address has a single one from the moment that it is connected.
   */
  private collide(socket: number, head: number): void {
    const { columns, next, reuse, routes } = this;
    const route = columns.route[socket] ?? 0;
    for (let other = head; other !== NO_SOCKET; other = next[other] ?? NO_SOCKET) {
      const isWildcard = ((this.flags[socket] ?? 0) & NIO_FLAG.boundToHost) === 0;
      const meets = isWildcard || routes.localAddress(columns.route[other] ?? 0) === routes.localAddress(route);
      if (!meets) continue;
      this.hasCollisions = true;
      columns.holder[socket] = other;
      const isKnown = reuse[socket] !== REUSE_NOT_ESTABLISHED && reuse[other] !== REUSE_NOT_ESTABLISHED;
      if (this.options.os !== 'linux' || !isKnown) columns.bind[socket] = BIND.unknown;
      else if (reuse[socket] === REUSE_YES && reuse[other] === REUSE_YES) columns.bind[socket] = BIND.shared;
      else columns.bind[socket] = BIND.refused;
      if (columns.bind[socket] !== BIND.shared) return;
    }
  }

  /**
   * Sends one frame. A connected UDP socket takes only what comes from its own peer to its own address; of
   * several with the same four values the one that was connected last takes everything, and it comes first in
   * the chain.
   */
  private deliver(socket: number): void {
    const { columns, routes } = this;
    const bind = columns.bind[socket];
    if (bind === BIND.refused || bind === BIND.removed || bind === BIND.stopped) return;
    const remotePort = columns.remotePort[socket] ?? 0;
    // Nobody can have port 0.
    if (remotePort === 0) return;
    const head = this.heads[routes.receiver(columns.route[socket] ?? 0)]?.[remotePort] ?? NO_SOCKET;
    if (bind === BIND.unknown || this.isUncertain(head)) {
      columns.delivery[socket] = DELIVERY.unknown;
      return;
    }
    const isExplicit = ((this.flags[socket] ?? 0) & NIO_FLAG.explicit) !== 0;
    if (head === NO_SOCKET && isExplicit) columns.delivery[socket] = DELIVERY.outside;
    const receiver = this.receiverOf(socket, head);
    if (receiver === NO_SOCKET) return;
    if (routes.hasOpenNames && this.fit(receiver, socket) === FIT.open) {
      columns.candidate[socket] = receiver;
      columns.delivery[socket] = DELIVERY.unknown;
      return;
    }
    columns.receiver[socket] = receiver;
    if (receiver === socket) columns.delivery[socket] = DELIVERY.self;
    else columns.delivery[socket] = this.isPeer(socket, receiver) ? DELIVERY.peer : DELIVERY.other;
  }

  /** True if a bind on this port has an outcome that is not established: then nobody can say who receives. */
  private isUncertain(head: number): boolean {
    for (let socket = head; socket !== NO_SOCKET; socket = this.next[socket] ?? NO_SOCKET) {
      if (this.columns.bind[socket] === BIND.unknown) return true;
    }
    return false;
  }

  /** The first socket of the chain that fits; one that takes datagrams from any port is looked at last. */
  private receiverOf(sender: number, head: number): number {
    const { columns } = this;
    let open = NO_SOCKET;
    for (let socket = head; socket !== NO_SOCKET; socket = this.next[socket] ?? NO_SOCKET) {
      if (this.fit(socket, sender) === FIT.no) continue;
      if (columns.remotePort[socket] !== 0) return socket;
      if (open === NO_SOCKET || (this.isMapped(open) && !this.isMapped(socket))) open = socket;
    }
    return open;
  }

  /** Whether the four values of `receiver` are those of `sender`, the other way round. */
  private fit(receiver: number, sender: number): Fit {
    const { columns, routes } = this;
    const port = columns.port[sender] ?? 0;
    const wanted = columns.remotePort[receiver] ?? 0;
    // A socket whose peer has port 0 takes what comes from any port of it.
    if (wanted !== 0 && wanted !== port) return FIT.no;
    return routes.fit(columns.route[sender] ?? 0, columns.route[receiver] ?? 0);
  }

  /** Of two sockets that fit in part only, the kernel takes one of family 4 first. */
  private isMapped(socket: number): boolean {
    return this.routes.route(this.columns.route[socket] ?? 0).isMapped === true;
  }

  /**
   * True if `other` is the NIO that `socket` was made to talk to. Two explicit NIOs that reach each other are
   * meant to.
   */
  private isPeer(socket: number, other: number): boolean {
    const flags = this.flags[socket] ?? 0;
    const differing = flags ^ (this.flags[other] ?? 0);
    if (flags & NIO_FLAG.explicit) return (differing & NIO_FLAG.explicit) === 0;
    if (this.link[socket] !== this.link[other] || differing & (NIO_FLAG.tunnel | NIO_FLAG.explicit)) return false;
    if ((flags & NIO_FLAG.tunnel) === 0) return (differing & NIO_FLAG.endB) !== 0;
    return (differing & NIO_FLAG.endB) === 0 && (differing & NIO_FLAG.ubridge) !== 0;
  }

  private reuseOf(hypervisor: Hypervisor): number {
    if (hypervisor.kind !== 'dynamips') return REUSE_NOT_ESTABLISHED;
    return this.options.generationOf(hypervisor) === 'from-0.2.18' ? REUSE_YES : REUSE_NO;
  }

  private headsOf(machine: number): Int32Array {
    let heads = this.heads[machine];
    if (heads === undefined) {
      heads = new Int32Array(PORT_COUNT).fill(NO_SOCKET);
      this.heads[machine] = heads;
    }
    return heads;
  }
}
