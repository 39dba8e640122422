/**
 * For one slot so many may wait beside: with 64 slots 320 connections at the most, far from the 1024 of a
 * usual process.
 */
const WAITING_PER_SLOT = 4;

/**
 * Lets at most so many be busy at a time; the others queue, first come first served. Who only waits for an
 * answer can give way: a hundred hosts that never answer must not hold up a thousand that do.
 */
export class Slots {
  private free: number;
  private readonly mostWaiting: number;
  private waiting = 0;
  private readonly queue: (() => void)[] = [];
  /** How many of the queue have had their turn; to take each away would cost more than the waiting. */
  private served = 0;

  constructor(count: number) {
    this.free = count;
    this.mostWaiting = count * WAITING_PER_SLOT;
  }

  /** Runs `use` as soon as there is a slot. It may call `giveWay` when it has nothing to do but to wait. */
  async within<T>(use: (giveWay: () => void) => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    let isWaiting = false;
    const giveWay = (): void => {
      if (isWaiting || this.waiting >= this.mostWaiting) return;
      isWaiting = true;
      this.waiting++;
      this.next();
    };
    try {
      return await use(giveWay);
    } finally {
      if (isWaiting) this.waiting--;
      else this.next();
    }
  }

  private next(): void {
    const next = this.queue[this.served];
    if (next === undefined) this.free++;
    else {
      this.served++;
      next();
    }
  }
}
