import type { SocketColumns } from './prediction.ts';
import type { RouteTable } from './route-table.ts';
import { SocketStack } from './socket-stack.ts';

/** With this many sockets on one port, or more, looking them up is faster than walking along all of them. */
export const INDEXED_FROM = 8;

/** What an index has to know of a socket. */
export interface Indexed {
  readonly columns: SocketColumns;
  readonly routes: RouteTable;
  readonly party: Uint8Array;
  isOpen(socket: number): boolean;
}

/**
 * The sockets of a port that many share, by what decides whether another can be bound beside them, and by
 * where they take frames from. A question gives the few of them that can decide it instead of all.
 */
export class PortIndex {
  private readonly sockets: Indexed;
  private readonly isOpen: (socket: number) => boolean;
  private readonly parties = new Map<string, SocketStack>();
  private readonly peers = new Map<string, SocketStack>();
  /** Addresses of the loopback, and names of it that nobody has asked for, of the sockets here. */
  private readonly loopbacks = new Set<number>();

  constructor(sockets: Indexed) {
    this.sockets = sockets;
    this.isOpen = (socket) => sockets.isOpen(socket);
  }

  add(socket: number): void {
    const { columns, routes, party } = this.sockets;
    const route = columns.route[socket] ?? 0;
    const [local, remote] = [routes.localAddress(route), routes.remoteAddress(route)];
    push(this.parties, `${party[socket]} ${local}`, socket);
    push(this.peers, peerKey(columns.remotePort[socket] ?? 0, local, remote, routes.isMapped(route)), socket);
    if (routes.mayBeLoopback(route)) this.loopbacks.add(remote);
  }

  /**
   * Of each kind of sockets the oldest and the newest, and of those with the four values of `socket` too:
   * among them are the oldest of all and the newest that refuses it. Newest first.
   */
  inTheWayOf(socket: number): number[] {
    const { columns, routes } = this.sockets;
    const route = columns.route[socket] ?? 0;
    const port = columns.remotePort[socket] ?? 0;
    const twins = this.connectedTo([port], routes.localAddress(route), routes.remoteAddress(route));
    return this.ends([...this.parties.values(), ...twins]);
  }

  /** The oldest and newest of each group of sockets that may take what `sender` sends. Newest first. */
  receiversOf(sender: number): number[] {
    const { columns, routes } = this.sockets;
    const route = columns.route[sender] ?? 0;
    const ports = [columns.port[sender] ?? 0, 0];
    const stacks = this.connectedTo(ports, routes.remoteAddress(route), routes.localAddress(route));
    // Which address a loopback name has is not known: such sockets may fit whatever is written.
    if (routes.hasOpenNames && routes.mayBeLoopback(route))
      for (const address of this.loopbacks) stacks.push(...this.connectedTo(ports, address, address));
    return this.ends(stacks);
  }

  private connectedTo(ports: readonly number[], local: number, remote: number): SocketStack[] {
    return ports.flatMap((port) =>
      [false, true].flatMap((isMapped) => this.peers.get(peerKey(port, local, remote, isMapped)) ?? []),
    );
  }

  private ends(stacks: readonly SocketStack[]): number[] {
    const found = new Set<number>();
    for (const stack of stacks) {
      const newest = stack.newest(this.isOpen);
      const oldest = stack.oldest(this.isOpen);
      if (newest !== undefined) found.add(newest);
      if (oldest !== undefined) found.add(oldest);
    }
    return [...found].sort((a, b) => b - a);
  }
}

function push(stacks: Map<string, SocketStack>, key: string, socket: number): void {
  const stack = stacks.get(key);
  if (stack !== undefined) stack.push(socket);
  else {
    const first = new SocketStack();
    first.push(socket);
    stacks.set(key, first);
  }
}

function peerKey(remotePort: number, localAddress: number, remoteAddress: number, isMapped: boolean): string {
  return `${remotePort} ${localAddress} ${remoteAddress} ${isMapped}`;
}
