import type { Socket } from 'node:net';

/** A connection that was closed so that another could come in. Addresses with ports. */
export interface MadeWay {
  readonly gone: string;
  /** Undefined if it was the newcomer itself that had to go: every other had a request in progress. */
  readonly newcomer: string | undefined;
  /** Since its last request was answered, or since it came. */
  readonly idleMs: number;
}

interface Connection {
  readonly name: string;
  /** On the clock of `performance.now()`. */
  idleSince: number;
  /** Requests in progress. */
  requests: number;
}

/**
 * The connections of a server, at most `most` of them. When one more comes, the one that has been idle
 * longest makes way: nobody locks others out by doing nothing, or by sending a request that never ends. One
 * whose request is in progress stays.
 */
export class Connections {
  /** The longest idle first. */
  private readonly open = new Map<Socket, Connection>();
  private readonly most: number;
  private readonly onMadeWay: (madeWay: MadeWay) => void;

  constructor(most: number, onMadeWay: (madeWay: MadeWay) => void = () => undefined) {
    this.most = most;
    this.onMadeWay = onMadeWay;
  }

  /** Lets a connection in. False if there was no room; then it is closed. */
  admit(socket: Socket): boolean {
    const name = `${socket.remoteAddress}:${socket.remotePort}`;
    const now = performance.now();
    if (this.open.size >= this.most) {
      const [longest] = [...this.open].filter(([, { requests }]) => requests === 0);
      const [gone, { name: of, idleSince }] = longest ?? [socket, { name, idleSince: now }];
      this.open.delete(gone);
      gone.destroy();
      const newcomer = gone === socket ? undefined : name;
      this.onMadeWay({ gone: of, newcomer, idleMs: Math.round(now - idleSince) });
      if (gone === socket) return false;
    }
    this.open.set(socket, { name, idleSince: now, requests: 0 });
    socket.once('close', () => this.open.delete(socket));
    return true;
  }

  /** A request has come whole, and is being answered until `idle`. */
  busy(socket: Socket): void {
    const connection = this.open.get(socket);
    if (connection !== undefined) connection.requests++;
  }

  /** A request of it is answered, as far as it depends on this side. */
  idle(socket: Socket): void {
    const connection = this.open.get(socket);
    if (connection === undefined) return;
    connection.requests--;
    connection.idleSince = performance.now();
    // It goes to the end of the list.
    this.open.delete(socket);
    this.open.set(socket, connection);
  }

  closeAll(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }
}
