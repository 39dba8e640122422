import { isGns3Server } from '../lab/lab.ts';
import type { HostView } from '../sockets/host-view.ts';
import type { Allocation } from './allocation.ts';

/**
 * GNS3 projects that seem to be open on a host: emulators there have sockets of the pool. What a rule set
 * says is true of a project that has just been opened; one that was edited since has other ports, for those
 * of a deleted link go to the next one (docs/FACTS.md, "Ports of a live GNS3").
 */
export function openProjects(allocations: readonly Allocation[], view: HostView): Allocation[] {
  return allocations.filter(({ allocator, pool, lab }) => {
    if (pool === undefined || lab.format !== 'gns3' || !isGns3Server(allocator)) return false;
    for (const { row } of view.allUdp()) {
      if (row.localPort >= pool.first && row.localPort <= pool.last && view.isEmulators(row)) return true;
    }
    return false;
  });
}

/** What there is to know about the ports of an open project, in one sentence. */
export function openProjectText({ lab }: Pick<Allocation, 'lab'>): string {
  return `${lab.name} is compared as GNS3 opens it: if it was edited while open, its ports are not what the file says`;
}
