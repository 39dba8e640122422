import type { Allocation } from '../allocation/allocation.ts';
import { hasTunnels } from '../allocation/gns3-server.ts';
import type { Hypervisor, PortRange } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import type { CheckContext } from './context.ts';

/** What all labs need of the pool of one host. */
export interface PoolNeeds {
  readonly pool: PortRange;
  readonly hypervisor: Hypervisor;
  /** For links, when the projects are opened. */
  created: number;
  /** For nodes, when they start. */
  started: number;
  /** Of these, how many the pool has not. */
  missing: number;
}

/** What the labs of one rule set need of the pools of their hosts, by rule set and host. */
export function poolNeeds(context: CheckContext): Map<string, PoolNeeds> {
  const needs = new Map<string, PoolNeeds>();
  for (const allocation of context.allocations) {
    const { allocator, pool, atStart } = allocation;
    if (pool === undefined) continue;
    const of = (hypervisor: Hypervisor): PoolNeeds => {
      const key = `${allocator} ${context.machineOf(hypervisor)}`;
      const known = needs.get(key) ?? { pool, hypervisor, created: 0, started: 0, missing: 0 };
      needs.set(key, known);
      return known;
    };
    for (const [hypervisor, count] of endsOf(allocation)) of(hypervisor).created += count;
    for (const { hypervisor, count, ports } of atStart) {
      const need = of(hypervisor);
      need.started += count;
      need.missing += count - ports.length;
    }
  }
  return needs;
}

/** How many ports the link ends of each hypervisor need, made or not. */
function endsOf({ lab, allocator, placement }: Allocation): Map<Hypervisor, number> {
  const ends = new Map<Hypervisor, number>();
  const tunnel = hasTunnels(allocator) ? 2 : 0;
  for (const { a, b, fault } of lab.links) {
    if (fault !== undefined || b.type === 'nio') continue;
    for (const { device } of [a, b]) {
      const hypervisor = device && placement.get(device);
      if (device === undefined || hypervisor === undefined) continue;
      ends.set(hypervisor, (ends.get(hypervisor) ?? 0) + 1 + (device.kind === 'router' ? tunnel : 0));
    }
  }
  return ends;
}

/** `the links need 4 ports, the nodes 6 more when they start, and the pool has 8`. */
export function needsText({ pool, created, started }: PoolNeeds): string {
  const atStart = started === 0 ? '' : `, the nodes ${started} more when they start`;
  return `the links need ${counted(created, 'port')}${atStart}, and the pool has ${Math.max(0, pool.last - pool.first + 1)}`;
}
