import type { Machines } from '../address/host.ts';
import { MAX_PORT } from '../address/port.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { HEADROOM } from '../bases/headroom.ts';
import type { Hypervisor, PortRange } from '../lab/lab.ts';
import type { UsedRange } from './used-range.ts';

/** Bases are proposed in hundreds, as GNS3 spaces them: they are easy to see in a table. */
const STEP = 100;
const LOWEST_BASE = 10_000;

/** Proposes base UDP ports that are free on a machine; one that was proposed is taken from then on. */
export class BaseFinder {
  private readonly occupied = new Map<string, PortRange[]>();
  private readonly proposed = new Map<Hypervisor, number | undefined>();

  constructor(ranges: readonly UsedRange[], allocations: readonly Allocation[], machines: Machines) {
    for (const range of ranges) this.occupy(range.machine, { first: range.first, last: range.next - 1 + HEADROOM });
    for (const { created, lab } of allocations) {
      if (!lab.links.some((link) => link.b.type === 'nio') && lab.events.length === 0) continue;
      for (const nio of created) {
        if (nio.explicit)
          this.occupy(machines.machineOf(nio.hypervisor.host), { first: nio.localPort, last: nio.localPort });
      }
    }
  }

  /**
   * The base for a hypervisor to move to; the same one, however often and for whatever reason it is asked
   * for.
   */
  proposeFor(range: UsedRange, limit: number): number | undefined {
    if (!this.proposed.has(range.hypervisor)) {
      this.proposed.set(range.hypervisor, this.propose(range.machine, range.given, limit));
    }
    return this.proposed.get(range.hypervisor);
  }

  /**
   * A base with room for `portCount` ports and some headroom; undefined if there is none below `limit`, which
   * is where the machine's ephemeral ports begin.
   */
  propose(machine: string, portCount: number, limit: number): number | undefined {
    const occupied = this.occupied.get(machine) ?? [];
    const length = portCount + HEADROOM;
    let base = LOWEST_BASE;
    for (let moved = true; moved; ) {
      moved = false;
      for (const range of occupied) {
        if (range.first <= base + length - 1 && base <= range.last) {
          base = Math.ceil((range.last + 1) / STEP) * STEP;
          moved = true;
        }
      }
    }
    if (base + length - 1 > Math.min(limit - 1, MAX_PORT)) return undefined;
    this.occupy(machine, { first: base, last: base + length - 1 });
    return base;
  }

  private occupy(machine: string, range: PortRange): void {
    const ranges = this.occupied.get(machine);
    if (ranges === undefined) this.occupied.set(machine, [range]);
    else ranges.push(range);
  }
}
