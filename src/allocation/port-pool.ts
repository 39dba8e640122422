import type { Hypervisor, PortRange } from '../lab/lab.ts';

/** A pool that always gives its lowest free port. Taking and giving back cost constant time on average. */
export class PortPool {
  private readonly taken: Uint8Array;
  private readonly range: PortRange;
  /** No port below this is free. */
  private lowest: number;

  constructor(range: PortRange) {
    this.range = range;
    this.taken = new Uint8Array(Math.max(0, range.last - range.first + 1));
    this.lowest = range.first;
  }

  /** The lowest free port, from now on taken; undefined when the pool is used up. */
  take(): number | undefined {
    while (this.lowest <= this.range.last && this.taken[this.lowest - this.range.first] === 1) this.lowest++;
    if (this.lowest > this.range.last) return undefined;
    this.taken[this.lowest - this.range.first] = 1;
    return this.lowest++;
  }

  giveBack(port: number): void {
    this.taken[port - this.range.first] = 0;
    if (port < this.lowest) this.lowest = port;
  }
}

/** One pool per host, as the host's name is written: a pool does not know that two names mean one machine. */
export class HostPools {
  private readonly pools = new Map<string, PortPool>();
  private readonly range: PortRange;

  constructor(range: PortRange) {
    this.range = range;
  }

  of(hypervisor: Hypervisor): PortPool {
    let pool = this.pools.get(hypervisor.host);
    if (pool === undefined) {
      pool = new PortPool(this.range);
      this.pools.set(hypervisor.host, pool);
    }
    return pool;
  }
}
