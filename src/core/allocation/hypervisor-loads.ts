import type { HypervisorLoad } from '../kernel/open-files.ts';
import { hypervisorKey } from '../lab/hypervisor.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { type Allocation, deletedNios } from './allocation.ts';

/** A hypervisor with what the labs put on it. */
export interface LoadedHypervisor extends HypervisorLoad {
  /** As the first lab that names it writes it. */
  readonly hypervisor: Hypervisor;
}

/**
 * What each Dynamips has to hold when all labs run at once, in the order in which the labs name them. A GNS3
 * server is not among them: it starts a Dynamips for each router.
 */
export function hypervisorLoads(allocations: readonly Allocation[]): readonly LoadedHypervisor[] {
  const loads = new Map<string, { hypervisor: Hypervisor; ends: number; routers: number }>();
  for (const { hypervisors, placement, created, deletions } of allocations) {
    const loadOf = new Map<Hypervisor, { ends: number; routers: number }>();
    for (const hypervisor of hypervisors) {
      if (hypervisor.kind !== 'dynamips') continue;
      const key = hypervisorKey(hypervisor);
      const load = loads.get(key) ?? { hypervisor, ends: 0, routers: 0 };
      loads.set(key, load);
      loadOf.set(hypervisor, load);
    }
    for (const [{ kind }, hypervisor] of placement) {
      const load = loadOf.get(hypervisor);
      if (load !== undefined && kind === 'router') load.routers++;
    }
    const deleted = deletedNios(deletions);
    const columns = created.hypervisors.map((hypervisor) => loadOf.get(hypervisor));
    for (let index = 0; index < created.length; index++) {
      const load = columns[created.hypervisor[index] ?? 0];
      if (load !== undefined && !deleted.has(index)) load.ends++;
    }
  }
  return [...loads.values()];
}
