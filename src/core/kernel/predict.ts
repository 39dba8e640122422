import type { Machines } from '../address/host.ts';
import { wrapPort } from '../address/port.ts';
import type { Sources } from '../address/socket-pair.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { NIO_FLAG, type NioTable } from '../allocation/nio-table.ts';
import type { Hypervisor, Link } from '../lab/lab.ts';
import { Bases, NO_BASIS } from './bases.ts';
import { Deliveries } from './delivery.ts';
import type { Generation } from './dynamips-version.ts';
import { FAMILY, KIND, PairRules, partyOf } from './pair-rules.ts';
import { Prediction, SocketColumns } from './prediction.ts';
import { NO_ROUTE, RouteTable } from './route-table.ts';
import type { KernelKnowledge } from './situation.ts';
import { BIND } from './socket.ts';
import type { Origin } from './systems/statement.ts';
import { type Meeting, UdpTable } from './udp-table.ts';

/** That `localhost` is ::1 before 127.0.0.1, where nobody has asked. */
const LOCALHOST_FIRST: Origin = { grade: 'reported', place: 'nodejs/node #40537, #56137' };

export interface PredictOptions {
  /** What the kernel of the hosts does, as far as it is known. */
  readonly kernel: KernelKnowledge;
  readonly machines: Machines;
  /** The source addresses that the kernel of this machine gives, where it was asked. */
  readonly sources?: Sources | undefined;
  /** The generation of the Dynamips that runs behind a hypervisor. */
  readonly generationOf: (hypervisor: Hypervisor) => Generation;
}

/**
 * Plays the creation of all NIOs, in order, against a model of the kernel's UDP socket tables, and then sends
 * one frame from each. `allocations` are played one after the other, as labs that are started one after the
 * other. Linear in the number of NIOs, also where all share one port. Sources: docs/FACTS.md, "Sharing a
 * port" (seen on Linux 6.18 with Dynamips 0.2.14 and 0.2.24), "Windows sockets", "macOS sockets".
 */
export function predict(allocations: readonly Allocation[], options: PredictOptions): Prediction {
  const size = allocations.reduce((sum, allocation) => sum + allocation.created.length, 0);
  const play = new Play(size, options);
  for (const allocation of allocations) play.start(allocation);
  return new Prediction(allocations, play.end());
}

/** Labs being started one after the other. */
class Play {
  private hasCollisions = false;
  private readonly options: PredictOptions;
  private readonly bases = new Bases();
  private readonly columns: SocketColumns;
  private readonly routes: RouteTable;
  private readonly table: UdpTable;
  private readonly link: Int32Array;
  private readonly ownBasis: number;
  private socketCount = 0;
  private linkCount = 0;

  constructor(size: number, options: PredictOptions) {
    const { kernel, machines, sources } = options;
    this.options = options;
    this.columns = new SocketColumns(size);
    this.routes = new RouteTable(machines, sources, kernel.system);
    this.table = new UdpTable(this.columns, this.routes, new PairRules(kernel, this.bases), this.bases);
    this.link = new Int32Array(size);
    this.ownBasis = this.bases.numberOf(kernel.answerTo('own-ports').bind);
  }

  /** Opens and closes the sockets of one lab, in their order. */
  start(allocation: Allocation): void {
    const { created, deletions } = allocation;
    const offset = this.socketCount;
    const kindOf = created.hypervisors.map((hypervisor) => this.kindOf(hypervisor));
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
      if (index < created.length) this.open(created, index, routeOf(index), kindOf);
    }
    this.socketCount += created.length;
    this.linkCount += created.links.length;
  }

  /** Sends the frames, when all labs run. */
  end(): ConstructorParameters<typeof Prediction>[1] {
    const { table, link, columns, routes, bases, hasCollisions } = this;
    const { kernel } = this.options;
    const ownBasis = bases.numberOf(kernel.answerTo('own-ports').receiver);
    const deliveries = new Deliveries(table, link, ownBasis);
    for (let socket = 0; socket < this.socketCount; socket++) deliveries.deliver(socket);
    const newestTakesAll = kernel.answerTo('reuse-reuse-identical').receiver.value === 'last';
    return { columns, routes, bases, hasCollisions, newestTakesAll };
  }

  /** Binds and connects, as `nio create_udp` does. */
  private open(nios: NioTable, index: number, route: number, kindOf: readonly number[]): void {
    const { columns } = this;
    const socket = this.socketCount + index;
    const wanted = nios.localPort[index] ?? 0;
    columns.port[socket] = wrapPort(wanted);
    columns.remotePort[socket] = wrapPort(nios.remotePort[index] ?? 0);
    columns.flags[socket] = nios.flags[index] ?? 0;
    this.link[socket] = this.linkCount + (nios.link[index] ?? 0);
    const kind = this.kindOfNio(nios, index, kindOf);
    this.connect(socket, route, kind);
    this.alone(socket, wanted);
    if (columns.port[socket] === 0 || columns.bind[socket] === BIND.refused) return;
    if (this.table.addAlone(socket)) return;
    const meeting = this.bind(socket, kind);
    if (columns.bind[socket] !== BIND.refused) this.table.add(socket, meeting);
  }

  private connect(socket: number, route: number, kind: number): void {
    this.columns.route[socket] = route;
    // Everything of a lab is one user's but uBridge on macOS (docs/FACTS.md, "macOS sockets").
    const isRoot = this.options.kernel.system === 'darwin' && this.has(socket, NIO_FLAG.ubridge);
    this.table.party[socket] = partyOf(kind, this.routes.family(route), isRoot);
  }

  /** What becomes of the socket if nobody else has its port. */
  private alone(socket: number, wanted: number): void {
    const { columns, routes } = this;
    const port = columns.port[socket];
    const route = columns.route[socket] ?? 0;
    columns.bindBasis[socket] = this.ownBasis;
    columns.bind[socket] = port === 0 ? BIND.ephemeral : port === wanted ? BIND.bound : BIND.wrapped;
    if (routes.isUnsure(route)) this.decide(socket, BIND.unknown, NO_BASIS);
    else if (routes.hasRefusals && routes.route(route).refusal !== undefined) columns.bind[socket] = BIND.refused;
    else if (columns.remotePort[socket] === 0) this.connectToPortZero(socket);
  }

  private connectToPortZero(socket: number): void {
    const { bind } = this.options.kernel.answerTo('peer-port-zero');
    const basis = this.bases.numberOf(bind);
    this.columns.bindBasis[socket] = basis;
    if (bind.value === 'refused') this.decide(socket, BIND.refused, basis);
    else if (bind.value === 'unknown') this.decide(socket, BIND.unknown, basis);
  }

  private bind(socket: number, kind: number): Meeting | undefined {
    const { columns } = this;
    const meeting = this.meet(socket);
    if (meeting === undefined) return undefined;
    this.hasCollisions = true;
    columns.holder[socket] = meeting.holder;
    const isRefused = meeting.bind === BIND.refused;
    if (isRefused && meeting.fallsBack && kind !== KIND.specific) return this.fallBack(socket, kind, meeting);
    if (isRefused || columns.bind[socket] !== BIND.unknown) this.decide(socket, meeting.bind, meeting.basis);
    return meeting;
  }

  /**
   * Dynamips tries the addresses of a name in turn until bind and connect succeed, and says nothing of those
   * that were refused (docs/FACTS.md, "localhost on Windows and macOS").
   */
  private fallBack(socket: number, kind: number, refusal: Meeting): Meeting | undefined {
    const { routes, bases } = this;
    const first = this.columns.route[socket] ?? 0;
    for (let route = routes.alternative(first); route !== NO_ROUTE; route = routes.alternative(route)) {
      this.connect(socket, route, kind);
      // Where nobody has asked for the name all that were told it are taken to be on its first address.
      const isOpenName = routes.route(first).openName !== undefined;
      const meeting = this.meet(socket, isOpenName);
      if (meeting?.bind === BIND.refused) continue;
      const nameBasis = isOpenName ? bases.numberOf(LOCALHOST_FIRST) : refusal.fallbackBasis;
      if (meeting === undefined) this.decide(socket, BIND.fallback, bases.weaker(refusal.fallbackBasis, nameBasis));
      else this.decide(socket, meeting.bind, meeting.basis);
      return meeting;
    }
    this.connect(socket, first, kind);
    this.decide(socket, refusal.bind, refusal.basis);
    return refusal;
  }

  /**
   * Sockets on different addresses do not meet. A socket that was bound to every address has a single one
   * from the moment that it is connected; whether on Windows too is not established.
   */
  private meet(socket: number, passesOverOpenNames = false): Meeting | undefined {
    const { columns, routes } = this;
    const isSpecific = this.has(socket, NIO_FLAG.boundToHost);
    const address = routes.localAddress(columns.route[socket] ?? 0);
    const isWindows = this.options.kernel.system === 'windows';
    return this.table.meet(socket, (other) => {
      const route = columns.route[other] ?? 0;
      if (passesOverOpenNames && routes.family(route) === FAMILY.open) return false;
      if (!isSpecific || routes.localAddress(route) === address) return true;
      return isWindows && !this.has(other, NIO_FLAG.boundToHost);
    });
  }

  private decide(socket: number, bind: number, basis: number): void {
    this.columns.bind[socket] = bind;
    this.columns.bindBasis[socket] = basis;
  }

  private close(socket: number, state: number): void {
    const { columns } = this;
    const bind = columns.bind[socket] ?? 0;
    columns.bind[socket] = state;
    if (bind !== BIND.refused && bind !== BIND.ephemeral) this.table.remove(socket, bind);
  }

  private has(socket: number, flag: number): boolean {
    return ((this.columns.flags[socket] ?? 0) & flag) !== 0;
  }

  private kindOfNio(nios: NioTable, index: number, kindOf: readonly number[]): number {
    const flags = nios.flags[index] ?? 0;
    if (flags & NIO_FLAG.ubridge) return KIND.reuse;
    // `create_udp_auto` sets SO_REUSEADDR in no generation (dynamips `common/net.c`, `ip_socket_bind`).
    if (flags & NIO_FLAG.boundToHost) return KIND.specific;
    const kind = kindOf[nios.hypervisor[index] ?? 0] ?? KIND.open;
    return kind === KIND.open && isVpcs(nios, index) ? KIND.vpcs : kind;
  }

  private kindOf(hypervisor: Hypervisor): number {
    if (hypervisor.kind !== 'dynamips') return KIND.open;
    return this.options.generationOf(hypervisor) === 'from-0.2.18' ? KIND.reuse : KIND.plain;
  }
}

/** A GNS3 server runs VPCS as it runs Dynamips. */
function isVpcs(nios: NioTable, index: number): boolean {
  const { a, b } = nios.links[nios.link[index] ?? 0] as Link;
  const isEndB = ((nios.flags[index] ?? 0) & NIO_FLAG.endB) !== 0;
  const end = isEndB && b.type === 'device' ? b : a;
  return end.device?.kind === 'vpcs';
}
