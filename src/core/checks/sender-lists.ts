import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';

/**
 * For each socket those whose frames arrive there: two numbers for each socket, because a lab may have
 * hundreds of thousands, of which few are asked for.
 */
export class SenderLists {
  /** Receiver → its last sender. */
  private readonly last: Int32Array;
  /** Sender → the one before it. */
  private readonly before: Int32Array;

  constructor(socketCount: number) {
    this.last = new Int32Array(socketCount).fill(NO_SOCKET);
    this.before = new Int32Array(socketCount).fill(NO_SOCKET);
  }

  add({ index, receiver }: PredictedSocket): void {
    if (receiver === NO_SOCKET) return;
    this.before[index] = this.last[receiver] ?? NO_SOCKET;
    this.last[receiver] = index;
  }

  /** Indexes of the senders, in the order in which they were added. */
  of(receiver: number): number[] {
    const found: number[] = [];
    for (let one = this.last[receiver] ?? NO_SOCKET; one !== NO_SOCKET; one = this.before[one] ?? NO_SOCKET)
      found.push(one);
    return found.reverse();
  }
}
