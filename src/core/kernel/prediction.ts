import type { Allocation } from '../allocation/allocation.ts';
import { countUpTo } from '../count-up-to.ts';
import type { Hypervisor, Link } from '../lab/lab.ts';
import { type Bases, NO_BASIS } from './bases.ts';
import { GRADES } from './grade.ts';
import type { RouteTable } from './route-table.ts';
import { BIND, BIND_NAMES, DELIVERY, DELIVERY_NAMES, NO_SOCKET, type PredictedSocket } from './socket.ts';
import type { Origin } from './systems/statement.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** One row per NIO that was ever created, in the order of creation over all labs, as columns of numbers. */
export class SocketColumns {
  readonly size: number;
  /** `NIO_FLAG`. */
  readonly flags: Uint8Array;
  readonly port: Uint16Array;
  readonly remotePort: Uint16Array;
  readonly route: Int32Array;
  readonly bind: Uint8Array;
  readonly delivery: Uint8Array;
  readonly holder: Int32Array;
  /** The candidate, where the delivery is unknown. */
  readonly receiver: Int32Array;
  /** What the statements about bind and frames rest on: numbers of `Bases`. */
  readonly bindBasis: Uint8Array;
  readonly framesBasis: Uint8Array;

  constructor(size: number) {
    this.size = size;
    // One piece of memory: V8 looks for garbage in the whole lab each time that 64 MB are asked for.
    const memory = new ArrayBuffer(21 * size);
    this.route = new Int32Array(memory, 0, size);
    this.holder = new Int32Array(memory, 4 * size, size).fill(NO_SOCKET);
    this.receiver = new Int32Array(memory, 8 * size, size).fill(NO_SOCKET);
    this.port = new Uint16Array(memory, 12 * size, size);
    this.remotePort = new Uint16Array(memory, 14 * size, size);
    this.flags = new Uint8Array(memory, 16 * size, size);
    this.bind = new Uint8Array(memory, 17 * size, size);
    this.delivery = new Uint8Array(memory, 18 * size, size);
    this.bindBasis = new Uint8Array(memory, 19 * size, size);
    this.framesBasis = new Uint8Array(memory, 20 * size, size);
  }
}

/** A link and what becomes of it, with its sockets. */
export interface PredictedLink {
  readonly link: Link;
  readonly lab: number;
  readonly verdict: Verdict;
  readonly sockets: readonly PredictedSocket[];
}

/** What is left when all sockets have been opened and all frames sent. */
export interface Played {
  readonly columns: SocketColumns;
  readonly routes: RouteTable;
  readonly bases: Bases;
  readonly hasCollisions: boolean;
  readonly newestTakesAll: boolean;
}

/** What the operating systems make of all NIOs. */
export class Prediction {
  /**
   * True if two NIOs wanted one port of one machine at the same time; if not, both generations behave alike.
   */
  readonly hasCollisions: boolean;
  /** True if of several NIOs with the same four values the newest is known to get every frame. */
  readonly newestTakesAll: boolean;
  private readonly allocations: readonly Allocation[];
  private readonly columns: SocketColumns;
  private readonly routes: RouteTable;
  private readonly bases: Bases;
  private readonly offsets: number[] = [];

  constructor(allocations: readonly Allocation[], played: Played) {
    const { columns, routes, bases, hasCollisions } = played;
    this.allocations = allocations;
    this.columns = columns;
    this.routes = routes;
    this.bases = bases;
    this.hasCollisions = hasCollisions;
    this.newestTakesAll = played.newestTakesAll;
    let offset = 0;
    for (const allocation of allocations) {
      this.offsets.push(offset);
      offset += allocation.created.length;
    }
  }

  /** True if a NIO points at a name whose address nobody knows. */
  get hasOpenNames(): boolean {
    return this.routes.hasOpenNames;
  }

  /** True if a NIO points at a host to which no socket can be connected. */
  get hasRefusals(): boolean {
    return this.routes.hasRefusals;
  }

  /** Indexes of sockets are below this. */
  get socketCount(): number {
    return this.columns.size;
  }

  /** The socket with an index, as `holder` and `receiver` give it. */
  socket(index: number): PredictedSocket {
    const { columns, routes, bases } = this;
    const lab = this.labOf(index);
    const allocation = this.allocations[lab] as Allocation;
    const route = columns.route[index] ?? 0;
    const delivery = columns.delivery[index] ?? 0;
    const receiver = columns.receiver[index] ?? NO_SOCKET;
    const isOpen = delivery === DELIVERY.unknown;
    return {
      index,
      nio: allocation.created.at(index - (this.offsets[lab] ?? 0)),
      lab,
      machine: routes.machineName(route),
      port: columns.port[index] ?? 0,
      remotePort: columns.remotePort[index] ?? 0,
      bind: BIND_NAMES[columns.bind[index] ?? 0] ?? 'unknown',
      bindOrigin: bases.at(columns.bindBasis[index] ?? NO_BASIS),
      framesOrigin: bases.at(columns.framesBasis[index] ?? NO_BASIS),
      holder: columns.holder[index] ?? NO_SOCKET,
      route: routes.route(route),
      delivery: DELIVERY_NAMES[delivery] ?? 'unknown',
      receiver: isOpen ? NO_SOCKET : receiver,
      candidate: isOpen ? receiver : NO_SOCKET,
    };
  }

  /** The hypervisor of a socket, without the rest of it. */
  hypervisorOf(index: number): Hypervisor {
    const lab = this.labOf(index);
    const { created } = this.allocations[lab] as Allocation;
    return created.hypervisors[created.hypervisor[index - (this.offsets[lab] ?? 0)] ?? 0] as Hypervisor;
  }

  /** The last lab whose sockets begin at `index` or before: there may be very many labs. */
  private labOf(index: number): number {
    return countUpTo(this.offsets, index) - 1;
  }

  /** Every NIO that exists at the end, refused ones included, in the order of creation. */
  *sockets(): Generator<PredictedSocket, void, undefined> {
    for (let index = 0; index < this.columns.size; index++) {
      if (this.exists(index)) yield this.socket(index);
    }
  }

  /** Sockets that did not get a port of their own, in the order of creation. */
  *collidingSockets(): Generator<PredictedSocket, void, undefined> {
    for (let index = 0; index < this.columns.size; index++) {
      const holder = this.columns.holder[index] ?? NO_SOCKET;
      if (holder !== NO_SOCKET && this.exists(index) && this.exists(holder)) yield this.socket(index);
    }
  }

  /** What the statements about all NIOs that exist rest on, the surest first. */
  origins(): Origin[] {
    const bases = new Set<number>();
    for (let index = 0; index < this.columns.size; index++) {
      if (this.exists(index))
        bases.add(this.columns.bindBasis[index] ?? NO_BASIS).add(this.columns.framesBasis[index] ?? NO_BASIS);
    }
    return [...bases]
      .map((basis) => this.bases.at(basis))
      .sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade));
  }

  private exists(index: number): boolean {
    const bind = this.columns.bind[index];
    return bind !== BIND.removed && bind !== BIND.stopped;
  }

  /**
   * Every link that was not removed, in the order in which they were made; without those of one verdict,
   * which then cost no object.
   */
  *links(leftOut?: Verdict): Generator<PredictedLink, void, undefined> {
    for (const [lab, { created }] of this.allocations.entries()) {
      const offset = this.offsets[lab] ?? 0;
      let index = 0;
      while (index < created.length) {
        const number = created.link[index] ?? 0;
        const sockets: number[] = [];
        // The NIOs of a link stand in a row.
        for (; index < created.length && created.link[index] === number; index++)
          if (this.columns.bind[offset + index] !== BIND.removed) sockets.push(offset + index);
        if (sockets.length === 0) continue;
        const verdict = verdictOf(this.columns, sockets);
        if (verdict === leftOut) continue;
        const link = created.links[number] as Link;
        yield { link, lab, verdict, sockets: sockets.map((socket) => this.socket(socket)) };
      }
    }
  }
}
