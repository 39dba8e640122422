import { Machines } from '../address/host.ts';
import type { Hypervisor, PortRange } from '../lab/lab.ts';
import { TakenPorts } from './taken-ports.ts';

/** A pool that always gives its lowest free port. Taking and giving back cost constant time on average. */
export class PortPool {
  private readonly taken: Uint8Array;
  private readonly range: PortRange;
  /** Ports that are passed over, unless nothing is taken: a GNS3 server does not compare its first one. */
  private readonly banned: ReadonlySet<number>;
  /** No port below this is free. */
  private lowest: number;
  private count = 0;

  constructor(range: PortRange, banned: ReadonlySet<number> = new Set()) {
    this.range = range;
    this.banned = banned;
    this.taken = new Uint8Array(Math.max(0, range.last - range.first + 1));
    this.lowest = range.first;
  }

  /** The lowest free port, from now on taken; undefined when the pool is used up. */
  take(): number | undefined {
    const port = this.next();
    if (port === undefined) return undefined;
    this.taken[port - this.range.first] = 1;
    this.count++;
    this.lowest++;
    return port;
  }

  /** What `take` would give; it stays free. */
  next(): number | undefined {
    while (this.lowest <= this.range.last && !this.isFree(this.lowest)) this.lowest++;
    return this.lowest > this.range.last ? undefined : this.lowest;
  }

  /** How many of its ports are taken. */
  get takenCount(): number {
    return this.count;
  }

  /**
   * Marks a port that somebody else takes; false if it was taken already. Ports outside the range are no
   * matter of the pool.
   */
  occupy(port: number): boolean {
    if (port < this.range.first || port > this.range.last) return false;
    const index = port - this.range.first;
    const isFree = this.taken[index] === 0;
    this.taken[index] = 1;
    if (isFree) this.count++;
    return isFree;
  }

  giveBack(port: number): void {
    if (port < this.range.first || port > this.range.last) return;
    if (this.taken[port - this.range.first] === 1) this.count--;
    this.taken[port - this.range.first] = 0;
    if (this.count === 0) this.lowest = this.range.first;
    else if (port < this.lowest) this.lowest = port;
  }

  private isFree(port: number): boolean {
    return this.taken[port - this.range.first] === 0 && (this.count === 0 || !this.banned.has(port));
  }
}

/**
 * What the hosts of one rule set have given out. Loopback names are one host; of other names nothing is known
 * here. Labs that run at once under one rule set share this, as projects of one GNS3 server do.
 */
export class HostPools {
  private readonly udp = new Map<string, PortPool>();
  private readonly consoles = new Map<string, TakenPorts>();
  private readonly machines = new Machines();
  private readonly range: PortRange;
  private readonly banned: ReadonlySet<number> | undefined;

  /** `banned`: ports of the range that the pools pass over. */
  constructor(range: PortRange, banned?: ReadonlySet<number>) {
    this.range = range;
    this.banned = banned;
  }

  /** The UDP ports of a hypervisor's host. */
  of(hypervisor: Pick<Hypervisor, 'host'>): PortPool {
    const machine = this.machines.machineOf(hypervisor.host);
    let pool = this.udp.get(machine);
    if (pool === undefined) {
      pool = new PortPool(this.range, this.banned);
      this.udp.set(machine, pool);
    }
    return pool;
  }

  /** The console ports of a hypervisor's host that are taken. */
  takenConsoles(hypervisor: Pick<Hypervisor, 'host'>): TakenPorts {
    const machine = this.machines.machineOf(hypervisor.host);
    let taken = this.consoles.get(machine);
    if (taken === undefined) {
      taken = new TakenPorts();
      this.consoles.set(machine, taken);
    }
    return taken;
  }
}
