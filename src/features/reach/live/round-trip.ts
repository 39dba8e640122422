/** Before anything has come back: more than a lab network takes, and three of them are a second. */
const FIRST_WAIT_MS = 300;

/** A busy host may leave a process waiting for so long; asking again sooner would only ask twice. */
const SHORTEST_WAIT_MS = 100;

/**
 * How long to wait for an answer, learned from those that came: mean and deviation as TCP has them (RFC 6298
 * §2).
 */
export class RoundTrip {
  private meanMs: number | undefined;
  private deviationMs = 0;

  add(ms: number): void {
    if (this.meanMs === undefined) {
      this.meanMs = ms;
      this.deviationMs = ms / 2;
      return;
    }
    this.deviationMs = 0.75 * this.deviationMs + 0.25 * Math.abs(this.meanMs - ms);
    this.meanMs = 0.875 * this.meanMs + 0.125 * ms;
  }

  get waitMs(): number {
    if (this.meanMs === undefined) return FIRST_WAIT_MS;
    return Math.max(SHORTEST_WAIT_MS, this.meanMs + 4 * this.deviationMs);
  }
}
