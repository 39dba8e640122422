import type { Deliveries } from '../kernel/delivery.ts';
import type { Play } from '../kernel/play.ts';
import { FREE, PortMap } from '../kernel/port-map.ts';
import { BIND, DELIVERY, NO_SOCKET } from '../kernel/socket.ts';
import type { FrameEvent } from './trace-event.ts';

/**
 * Of a port to which more ends than this send, the frames of those that were there earlier are told once, at
 * the end, and not at each link: with a thousand ends on one port each new link changes the fate of all.
 */
const MOST_SENDERS = 32;

const PORTS = 65_536;

type Why = Exclude<FrameEvent['why'], undefined>;

const WHYS: readonly (Why | undefined)[] = [undefined, 'refused', 'no socket', 'other peer', 'closed'];

/**
 * Where the frames of all sockets come out, kept true while sockets are opened and closed: only what is sent
 * to a port that has changed can come out elsewhere.
 */
export class Frames {
  private readonly play: Play;
  private readonly deliveries: Deliveries;
  /** Machine and port → the newest socket that sends there; socket → the one before it. */
  private readonly newest = new PortMap();
  private readonly before: Int32Array;
  /** Number of each socket's word in `WHYS`. */
  private readonly whys: Uint8Array;
  /** Ports that have changed since `settle`, as machine * 65536 + port. */
  private readonly changed = new Set<number>();
  /** Ports with too many senders. */
  private readonly crowded = new Set<number>();

  constructor(play: Play) {
    this.play = play;
    this.deliveries = play.deliveries();
    this.before = new Int32Array(play.columns.size);
    this.whys = new Uint8Array(play.columns.size);
  }

  /** A socket was opened on its port, or closed. */
  changes(socket: number): void {
    const { columns, routes } = this.play;
    this.changed.add(routes.sender(columns.route[socket] ?? 0) * PORTS + (columns.port[socket] ?? 0));
  }

  /** Sends a frame from each of these, which have sent none yet. */
  send(sockets: readonly number[]): void {
    const { columns, routes } = this.play;
    for (const socket of sockets) {
      this.deliver(socket);
      if (columns.bind[socket] === BIND.refused) continue;
      const machine = routes.receiver(columns.route[socket] ?? 0);
      const port = columns.remotePort[socket] ?? 0;
      this.before[socket] = this.newest.get(machine, port);
      this.newest.set(machine, port, socket);
    }
  }

  /** A closed socket sends no more. */
  forget(socket: number): void {
    this.deliver(socket);
  }

  /** The sockets, in their order, whose frames come out elsewhere since the last time. */
  settle(): number[] {
    const found: number[] = [];
    for (const key of this.changed) {
      if (this.crowded.has(key)) continue;
      const senders = this.sendersTo(key);
      if (senders === undefined) this.crowded.add(key);
      else for (const socket of senders) if (this.hasMoved(socket)) found.push(socket);
    }
    this.changed.clear();
    return found.sort((a, b) => a - b);
  }

  /** Those of which nothing was told because too many send to their ports. */
  settleRest(): number[] {
    const found: number[] = [];
    for (const key of this.crowded) {
      for (const socket of this.sendersTo(key, Number.POSITIVE_INFINITY) ?? [])
        if (this.hasMoved(socket)) found.push(socket);
    }
    this.crowded.clear();
    return found.sort((a, b) => a - b);
  }

  why(socket: number): Why | undefined {
    return WHYS[this.whys[socket] ?? 0];
  }

  /** Open sockets that send to a port; undefined if they are more than `most`. */
  private sendersTo(key: number, most = MOST_SENDERS): number[] | undefined {
    const { newest, before, play } = this;
    const machine = Math.floor(key / PORTS);
    const port = key % PORTS;
    const senders: number[] = [];
    let after = NO_SOCKET;
    for (let socket = newest.get(machine, port); socket !== FREE; socket = before[socket] ?? FREE) {
      if (play.table.isOpen(socket)) {
        if (senders.push(socket) > most) return undefined;
        after = socket;
      } else if (after === NO_SOCKET) newest.set(machine, port, before[socket] ?? FREE);
      else before[after] = before[socket] ?? FREE;
    }
    return senders;
  }

  private hasMoved(socket: number): boolean {
    const { delivery, receiver } = this.play.columns;
    const [fate, to, why] = [delivery[socket], receiver[socket], this.whys[socket]];
    this.deliver(socket);
    return delivery[socket] !== fate || receiver[socket] !== to || this.whys[socket] !== why;
  }

  private deliver(socket: number): void {
    this.deliveries.deliver(socket);
    const isLost = this.play.columns.delivery[socket] === DELIVERY.nobody;
    this.whys[socket] = isLost ? WHYS.indexOf(this.whyNobody(socket)) : 0;
  }

  private whyNobody(socket: number): Why {
    const { columns, routes, table } = this.play;
    if (columns.bind[socket] === BIND.refused) return 'refused';
    if (!table.isOpen(socket)) return 'closed';
    const port = columns.remotePort[socket] ?? 0;
    if (port !== 0 && table.on(routes.receiver(columns.route[socket] ?? 0), port) !== undefined) return 'other peer';
    return this.hasPeerClosed(socket, port) ? 'closed' : 'no socket';
  }

  /** True if the port that it sends to was that of another socket of its link, which was closed. */
  private hasPeerClosed(socket: number, port: number): boolean {
    return this.play.socketsOfLink(socket).some((other) => {
      const { bind, port: ports } = this.play.columns;
      return ports[other] === port && (bind[other] === BIND.stopped || bind[other] === BIND.removed);
    });
  }
}
