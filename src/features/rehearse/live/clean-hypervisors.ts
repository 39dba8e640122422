import { HostNames } from '../../../world/network/host-names.ts';
import type { RehearsalHypervisor } from '../ends.ts';
import { isOwnName } from '../names.ts';
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
    if ((await takeInventory(client)).own.length === 0) return { removed: 0 };
    if (await isGoingOn(client)) return { removed: 0, error: 'a rehearsal is going on there; let it end first' };
    return { removed: await removeOwn(client, { isMeant: isOwnName }) };
  });
  return { hypervisor: name, ...('done' in outcome ? outcome.done : { removed: 0, error: outcome.why }) };
}
