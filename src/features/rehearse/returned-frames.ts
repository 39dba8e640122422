/** How long nothing may come back before what is missing counts as lost: far more than a round trip in a lab. */
const QUIET_MS = 250;

/** The frames that have come back to here. */
export class ReturnedFrames {
  /** Called when the first frame of a sender comes back. */
  onFirst: (sender: number) => void = () => undefined;
  private readonly sentOf: number[];
  private readonly returnedOf: Map<number, number>[];
  private readonly seen = new Set<string>();
  private lastAt = 0;
  private wake: () => void = () => undefined;

  constructor(endCount: number) {
    this.sentOf = Array.from({ length: endCount }, () => 0);
    this.returnedOf = Array.from({ length: endCount }, () => new Map());
  }

  /** Counts a frame that is about to be sent, and gives its number. */
  count(sender: number): number {
    const number = this.sentOf[sender] ?? 0;
    this.sentOf[sender] = number + 1;
    return number;
  }

  add(end: number, sender: number, number: number): void {
    const returned = this.returnedOf[sender];
    const key = `${end} ${sender} ${number}`;
    if (returned === undefined || this.seen.has(key)) return;
    this.seen.add(key);
    returned.set(end, (returned.get(end) ?? 0) + 1);
    this.lastAt = performance.now();
    this.onFirst(sender);
    this.wake();
  }

  sent(sender: number): number {
    return this.sentOf[sender] ?? 0;
  }

  of(sender: number): ReadonlyMap<number, number> {
    return this.returnedOf[sender] ?? new Map();
  }

  isComplete(sender: number): boolean {
    let sum = 0;
    for (const number of this.of(sender).values()) sum += number;
    return sum >= this.sent(sender);
  }

  /** Waits until all frames of these senders are back, or none has come for a while. */
  async until(senders: readonly number[], signal: AbortSignal): Promise<void> {
    this.lastAt = performance.now();
    while (!signal.aborted && !senders.every((sender) => this.isComplete(sender))) {
      const leftMs = this.lastAt + QUIET_MS - performance.now();
      if (leftMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
