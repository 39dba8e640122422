import { HostNames } from '../../../world/network/host-names.ts';
import type { RehearsalHypervisor } from '../ends.ts';
import type { CleanedHypervisor } from '../result.ts';
import { withNewClient } from './cleanup.ts';
import { type LocatedHypervisor, locate } from './locate.ts';
import { isGoingOn, removeOwn, takeInventory } from './own-objects.ts';

/** Deletes what rehearsals have left on these hypervisors, except where one is going on. */
export async function cleanHypervisors(
  hypervisors: readonly RehearsalHypervisor[],
  names: HostNames = new HostNames(),
): Promise<CleanedHypervisor[]> {
  return await Promise.all((await locate(hypervisors, names)).map(cleanHypervisor));
}

async function cleanHypervisor({ hypervisor, address }: LocatedHypervisor): Promise<CleanedHypervisor> {
  const { name } = hypervisor;
  const outcome = await withNewClient(address, async (client) => {
    if ((await takeInventory(client)).own.length === 0) return 0;
    return (await isGoingOn(client)) ? 'a rehearsal is going on there; let it end first' : await removeOwn(client);
  });
  const done = 'done' in outcome ? outcome.done : outcome.why;
  return typeof done === 'number' ? { hypervisor: name, removed: done } : { hypervisor: name, removed: 0, error: done };
}
