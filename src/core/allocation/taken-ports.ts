/**
 * Ports of one machine that are taken. Finding the next free one jumps over what is known to be taken, so
 * that many searches through a full range stay cheap (a disjoint-set forest with path halving).
 */
export class TakenPorts {
  /** Taken port → a port above it below which nothing from here is free. */
  private readonly next = new Map<number, number>();

  get isEmpty(): boolean {
    return this.next.size === 0;
  }

  isFree(port: number): boolean {
    return !this.next.has(port);
  }

  take(port: number): void {
    if (!this.next.has(port)) this.next.set(port, port + 1);
  }

  /** The lowest port from `from` up that is not taken. */
  nextFree(from: number): number {
    let port = from;
    for (let above = this.next.get(port); above !== undefined; above = this.next.get(port)) {
      const farther = this.next.get(above);
      if (farther !== undefined) this.next.set(port, farther);
      port = above;
    }
    return port;
  }
}
