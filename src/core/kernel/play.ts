import type { Machines } from '../address/host.ts';
import { wrapPort } from '../address/port.ts';
import type { Sources } from '../address/socket-pair.ts';
import { NIO_FLAG, type NioTable } from '../allocation/nio-table.ts';
import type { Hypervisor, Link } from '../lab/lab.ts';
import { Bases, NO_BASIS } from './bases.ts';
import { Deliveries } from './delivery.ts';
import type { Generation } from './dynamips-version.ts';
import { FAMILY, KIND, PairRules, partyOf } from './pair-rules.ts';
import { type Played, SocketColumns } from './prediction.ts';
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

/** A lab that is being started. */
interface LabInPlay {
  readonly created: NioTable;
  readonly routeOf: (index: number) => number;
  readonly kindOf: readonly number[];
  /** The number of its first socket, and that of its first link, over all labs. */
  readonly offset: number;
  readonly firstLink: number;
}

/**
 * Labs being started one after the other, socket by socket, on machines with a UDP socket table each. Sockets
 * have numbers in the order in which they are opened, over all labs. What is opened and closed, and when, is
 * up to who plays: `predict` plays to the end, a trace stops in between.
 */
export class Play {
  readonly columns: SocketColumns;
  readonly routes: RouteTable;
  readonly table: UdpTable;
  /** Socket → its link, numbered over all labs in the order of creation. */
  readonly link: Int32Array;
  private hasCollisions = false;
  private openedCount = 0;
  private readonly options: PredictOptions;
  private readonly bases = new Bases();
  private readonly ownBasis: number;
  private lab: LabInPlay | undefined;

  constructor(size: number, options: PredictOptions) {
    const { kernel, machines, sources } = options;
    this.options = options;
    this.columns = new SocketColumns(size);
    this.routes = new RouteTable(machines, sources, kernel.system);
    this.table = new UdpTable(this.columns, this.routes, new PairRules(kernel, this.bases), this.bases);
    this.link = new Int32Array(size);
    this.ownBasis = this.bases.numberOf(kernel.answerTo('own-ports').bind);
  }

  /** The next lab starts: `open` and `close` speak of its NIOs from now on. */
  begin(created: NioTable): void {
    const { lab } = this;
    this.lab = {
      created,
      routeOf: this.routes.forTable(created),
      kindOf: created.hypervisors.map((hypervisor) => this.kindOf(hypervisor)),
      offset: lab === undefined ? 0 : lab.offset + lab.created.length,
      firstLink: lab === undefined ? 0 : lab.firstLink + lab.created.links.length,
    };
  }

  /** Binds and connects as `nio create_udp` does, in the order of `created`. Returns the socket. */
  open(index: number): number {
    const { columns } = this;
    const { created, routeOf, kindOf, offset, firstLink } = this.current;
    const socket = offset + index;
    this.openedCount = socket + 1;
    const wanted = created.localPort[index] ?? 0;
    columns.port[socket] = wrapPort(wanted);
    columns.remotePort[socket] = wrapPort(created.remotePort[index] ?? 0);
    columns.flags[socket] = created.flags[index] ?? 0;
    this.link[socket] = firstLink + (created.link[index] ?? 0);
    const kind = this.kindOfNio(created, index, kindOf);
    this.connect(socket, routeOf(index), kind);
    this.alone(socket, wanted);
    if (columns.port[socket] === 0 || columns.bind[socket] === BIND.refused) return socket;
    if (this.table.addAlone(socket)) return socket;
    const meeting = this.bind(socket, kind);
    if (columns.bind[socket] !== BIND.refused) this.table.add(socket, meeting);
    return socket;
  }

  /** Its link was removed, or its hypervisor has stopped. Returns the socket. */
  close(index: number, isRemoved: boolean): number {
    const { columns } = this;
    const socket = this.current.offset + index;
    const bind = columns.bind[socket] ?? 0;
    columns.bind[socket] = isRemoved ? BIND.removed : BIND.stopped;
    if (bind !== BIND.refused && bind !== BIND.ephemeral) this.table.remove(socket, bind);
    return socket;
  }

  /** The sockets of the same link, itself among them: they are opened in a row. */
  socketsOfLink(socket: number): number[] {
    const { link } = this;
    let first = socket;
    while (first > 0 && link[first - 1] === link[socket]) first--;
    const sockets: number[] = [];
    for (let other = first; other < this.openedCount && link[other] === link[socket]; other++) sockets.push(other);
    return sockets;
  }

  /** Sends frames, as the sockets are when they are sent. */
  deliveries(): Deliveries {
    const ownBasis = this.bases.numberOf(this.options.kernel.answerTo('own-ports').receiver);
    return new Deliveries(this.table, this.link, ownBasis);
  }

  /** Sends the frames, when all labs run. */
  end(): Played {
    const { columns, routes, bases, hasCollisions } = this;
    const deliveries = this.deliveries();
    for (let socket = 0; socket < this.openedCount; socket++) deliveries.deliver(socket);
    const newestTakesAll = this.options.kernel.answerTo('reuse-reuse-identical').receiver.value === 'last';
    return { columns, routes, bases, hasCollisions, newestTakesAll };
  }

  private get current(): LabInPlay {
    if (this.lab === undefined) throw new Error('no lab is being started');
    return this.lab;
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
