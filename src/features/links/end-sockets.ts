import type { HostView } from '../../core/sockets/host-view.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';

/** What is known of the socket of an end before it is found; what is left out may be any. */
export interface WantedSocket {
  readonly localPort: number;
  readonly remotePort: number;
  readonly remoteAddress?: string | undefined;
  readonly pid?: number | undefined;
}

/** As many sockets of one port are looked through one by one: that is a port of nearly every lab. */
const FEW = 8;

/**
 * The sockets that may be those of ends, and belong to no end yet. Very many ends may have one port; each is
 * told those only that have its peer and its process.
 */
export class EndSockets {
  private readonly used: ReadonlySet<SocketRow>;
  private readonly crowds = new Map<HostView, Map<number, Crowd>>();

  constructor(used: ReadonlySet<SocketRow>) {
    this.used = used;
  }

  /** Newest first. There may be some among them that do not fit. */
  *candidates(view: HostView, wanted: WantedSocket): Generator<SocketRow, void, undefined> {
    const rows = view.udp(wanted.localPort);
    if (rows.length <= FEW || view.table.hidesPeers) {
      for (const row of rows) if (!this.used.has(row)) yield row;
      return;
    }
    yield* this.crowdOf(view, wanted.localPort).candidates(wanted, this.used);
  }

  private crowdOf(view: HostView, port: number): Crowd {
    const crowds = this.crowds.get(view) ?? new Map<number, Crowd>();
    this.crowds.set(view, crowds);
    const crowd = crowds.get(port) ?? new Crowd(view.udp(port));
    crowds.set(port, crowd);
    return crowd;
  }
}

/** Many sockets of one port. */
class Crowd {
  /** By all that may be known of a socket; the newest last. */
  private readonly lists = new Map<string, SocketRow[]>();

  constructor(newestFirst: readonly SocketRow[]) {
    for (const row of [...newestFirst].reverse()) {
      for (const remoteAddress of [row.remoteAddress, undefined]) {
        for (const pid of new Set([row.pid, undefined])) {
          const key = keyOf({ ...row, remoteAddress, pid });
          const list = this.lists.get(key);
          if (list === undefined) this.lists.set(key, [row]);
          else list.push(row);
        }
      }
    }
  }

  *candidates(wanted: WantedSocket, used: ReadonlySet<SocketRow>): Generator<SocketRow, void, undefined> {
    const list = this.lists.get(keyOf(wanted)) ?? [];
    for (let last = list.at(-1); last !== undefined && used.has(last); last = list.at(-1)) list.pop();
    for (let index = list.length - 1; index >= 0; index--) {
      const row = list[index] as SocketRow;
      if (!used.has(row)) yield row;
    }
  }
}

function keyOf({ remotePort, remoteAddress, pid }: Omit<WantedSocket, 'localPort'>): string {
  return `${remotePort} ${pid ?? ''} ${remoteAddress ?? ''}`;
}
