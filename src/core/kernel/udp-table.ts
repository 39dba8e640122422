import type { Bases } from './bases.ts';
import type { PairRules, Rule } from './pair-rules.ts';
import { INDEXED_FROM, type Indexed, PortIndex } from './port-index.ts';
import { FREE, PortMap } from './port-map.ts';
import type { SocketColumns } from './prediction.ts';
import type { RouteTable } from './route-table.ts';
import type { ReceiverAnswer } from './situation.ts';
import { BIND, NO_SOCKET } from './socket.ts';

/** Who receives among several sockets of one port, and on what that rests. */
export interface Receiving {
  /** `undefined` while no two of them are in that relation. */
  readonly answer: ReceiverAnswer | undefined;
  readonly basis: number;
}

/** A port that several sockets have, or had. */
export interface SharedPort {
  newest: number;
  oldest: number;
  count: number;
  /** How many of them have an outcome that is not established. */
  unknownCount: number;
  /** A bit for each family of `FAMILY` that has been there. */
  families: number;
  different: Receiving;
  identical: Receiving;
  index: PortIndex | undefined;
}

/** What becomes of a socket on a port that others have. */
export interface Meeting {
  /** One of `BIND`. */
  readonly bind: number;
  readonly basis: number;
  /** The oldest beside which it is bound, or the newest that refuses it. */
  readonly holder: number;
  readonly fallsBack: boolean;
  readonly fallbackBasis: number;
  readonly different: Receiving;
  readonly identical: Receiving;
}

const NOT_YET: Receiving = { answer: undefined, basis: 0 };

/** The value of the first port that several have, below all sockets; the next one has one less. */
const FIRST_SHARED = FREE - 1;

/**
 * The open UDP sockets of all machines, by port. A socket is its index among all NIOs, which grow in the
 * order in which they are opened. Nearly every port has one socket, which costs one number; what several have
 * is chained, and indexed where they are many.
 */
export class UdpTable implements Indexed {
  readonly columns: SocketColumns;
  readonly routes: RouteTable;
  readonly bases: Bases;
  /** Per socket a number of `partyOf`. */
  readonly party: Uint8Array;
  private readonly rules: PairRules;
  private readonly ports = new PortMap();
  private readonly sharedPorts: SharedPort[] = [];
  /** The neighbours in the chain of a shared port: empty until there is one, which most labs never have. */
  private older = new Int32Array(0);
  private newer = new Int32Array(0);
  private readonly scratch: number[] = [];

  constructor(columns: SocketColumns, routes: RouteTable, rules: PairRules, bases: Bases) {
    this.columns = columns;
    this.routes = routes;
    this.rules = rules;
    this.bases = bases;
    this.party = new Uint8Array(columns.size);
  }

  /** The only socket that has a port, or all that share it; undefined if nobody has it. */
  on(machine: number, port: number): number | SharedPort | undefined {
    const value = this.ports.get(machine, port);
    if (value === FREE) return undefined;
    return value > FREE ? value : this.sharedPorts[FIRST_SHARED - value];
  }

  isOpen(socket: number): boolean {
    const bind = this.columns.bind[socket];
    return bind !== BIND.refused && bind !== BIND.stopped && bind !== BIND.removed;
  }

  /** Those that share a port, newest first; all that can matter to `socket` where they are many. */
  sharers(port: SharedPort, socket: number, use: 'inTheWayOf' | 'receiversOf'): readonly number[] {
    if (port.index !== undefined) return port.index[use](socket);
    this.scratch.length = 0;
    for (let other = port.newest; other !== NO_SOCKET; other = this.older[other] ?? NO_SOCKET) this.scratch.push(other);
    return this.scratch;
  }

  /**
   * What becomes of a socket on its port; undefined if nobody there is in its way. `meets` says whose address
   * it may have in common.
   */
  meet(socket: number, meets: (other: number) => boolean): Meeting | undefined {
    const there = this.on(this.machineOf(socket), this.columns.port[socket] ?? 0);
    if (there === undefined) return undefined;
    const others = typeof there === 'number' ? [there] : this.sharers(there, socket, 'inTheWayOf');
    let meeting: Meeting | undefined;
    for (const other of others) {
      if (!meets(other)) continue;
      const isIdentical = this.areTwins(socket, other);
      const rule = this.rules.ruleOf(this.party[other] ?? 0, this.party[socket] ?? 0, isIdentical);
      if (rule.bind === 'bound') continue;
      meeting = this.joined(meeting, rule, other, isIdentical);
      if (meeting.bind !== BIND.shared) return meeting;
    }
    return meeting;
  }

  /** Puts a socket on its port if nobody has it, which is nearly always so; false if somebody does. */
  addAlone(socket: number): boolean {
    const machine = this.machineOf(socket);
    const port = this.columns.port[socket] ?? 0;
    if (this.ports.get(machine, port) !== FREE) return false;
    this.ports.set(machine, port, socket);
    return true;
  }

  /** Puts a socket that was bound on its port. */
  add(socket: number, meeting: Meeting | undefined): void {
    const machine = this.machineOf(socket);
    const port = this.columns.port[socket] ?? 0;
    const there = this.on(machine, port);
    if (there === undefined) {
      this.ports.set(machine, port, socket);
      return;
    }
    const shared = typeof there === 'number' ? this.share(machine, port, there) : there;
    this.link(shared, socket);
    if (meeting === undefined) return;
    shared.different = this.both(shared.different, meeting.different);
    shared.identical = this.both(shared.identical, meeting.identical);
  }

  /** Takes a socket that was on its port away; `bind` is what it had. */
  remove(socket: number, bind: number): void {
    const machine = this.machineOf(socket);
    const port = this.columns.port[socket] ?? 0;
    const there = this.on(machine, port);
    if (there === undefined) return;
    if (typeof there === 'number') {
      if (there === socket) this.ports.set(machine, port, FREE);
      return;
    }
    const { older, newer } = this;
    const [before, after] = [older[socket] ?? NO_SOCKET, newer[socket] ?? NO_SOCKET];
    if (after === NO_SOCKET) there.newest = before;
    else older[after] = before;
    if (before === NO_SOCKET) there.oldest = after;
    else newer[before] = after;
    there.count--;
    if (bind === BIND.unknown) there.unknownCount--;
    if (there.count === 0) this.ports.set(machine, port, FREE);
  }

  private share(machine: number, port: number, first: number): SharedPort {
    const shared: SharedPort = {
      newest: NO_SOCKET,
      oldest: NO_SOCKET,
      count: 0,
      unknownCount: 0,
      families: 0,
      different: NOT_YET,
      identical: NOT_YET,
      index: undefined,
    };
    if (this.sharedPorts.length === 0) {
      this.older = new Int32Array(this.columns.size);
      this.newer = new Int32Array(this.columns.size);
    }
    this.ports.set(machine, port, FIRST_SHARED - (this.sharedPorts.push(shared) - 1));
    this.link(shared, first);
    return shared;
  }

  private link(shared: SharedPort, socket: number): void {
    this.older[socket] = shared.newest;
    this.newer[socket] = NO_SOCKET;
    if (shared.newest === NO_SOCKET) shared.oldest = socket;
    else this.newer[shared.newest] = socket;
    shared.newest = socket;
    shared.count++;
    shared.families |= 1 << this.routes.family(this.columns.route[socket] ?? 0);
    if (this.columns.bind[socket] === BIND.unknown) shared.unknownCount++;
    if (shared.index !== undefined) shared.index.add(socket);
    else if (shared.count >= INDEXED_FROM) {
      shared.index = new PortIndex(this);
      for (let other = shared.oldest; other !== NO_SOCKET; other = this.newer[other] ?? NO_SOCKET)
        shared.index.add(other);
    }
  }

  private joined(meeting: Meeting | undefined, rule: Rule, other: number, isIdentical: boolean): Meeting {
    const receiving = { answer: rule.receiver, basis: rule.receiverBasis };
    const { different = NOT_YET, identical = NOT_YET } = meeting ?? {};
    return {
      bind: rule.bind === 'shared' ? BIND.shared : rule.bind === 'unknown' ? BIND.unknown : BIND.refused,
      basis: meeting === undefined ? rule.bindBasis : this.bases.weaker(meeting.basis, rule.bindBasis),
      holder: other,
      fallsBack: rule.fallsBack,
      fallbackBasis: rule.fallbackBasis,
      different: isIdentical ? different : this.both(different, receiving),
      identical: isIdentical ? this.both(identical, receiving) : identical,
    };
  }

  /** What is said of two pairs is said of the port; if it differs nobody knows. */
  private both(one: Receiving, other: Receiving): Receiving {
    if (one.answer === undefined || other === one) return other;
    if (other.answer === undefined) return one;
    if (one.answer !== other.answer) return { answer: 'unknown', basis: 0 };
    return this.bases.weaker(one.basis, other.basis) === one.basis ? one : other;
  }

  /** True if both are connected from one address to one peer. */
  private areTwins(socket: number, other: number): boolean {
    const { columns, routes } = this;
    const [a, b] = [columns.route[socket] ?? 0, columns.route[other] ?? 0];
    return (
      columns.remotePort[socket] === columns.remotePort[other] &&
      routes.remoteAddress(a) === routes.remoteAddress(b) &&
      routes.localAddress(a) === routes.localAddress(b)
    );
  }

  private machineOf(socket: number): number {
    return this.routes.sender(this.columns.route[socket] ?? 0);
  }
}
