/** Lets at most so many connections be open at a time; the others wait, first come first served. */
export class Slots {
  private free: number;
  private readonly queue: (() => void)[] = [];
  /** How many of the queue have had their turn; to take each away would cost more than the waiting. */
  private served = 0;

  constructor(count: number) {
    this.free = count;
  }

  /** Runs `use` as soon as there is a slot. */
  async within<T>(use: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await use();
    } finally {
      const next = this.queue[this.served];
      if (next === undefined) this.free++;
      else {
        this.served++;
        next();
      }
    }
  }
}
