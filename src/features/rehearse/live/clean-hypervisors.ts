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
  signal?: AbortSignal,
): Promise<CleanedHypervisor[]> {
  const located = await locate(hypervisors, names);
  return await Promise.all(located.map((one) => cleanHypervisor(one, signal)));
}

async function cleanHypervisor(
  { hypervisor, address }: LocatedHypervisor,
  signal: AbortSignal | undefined,
): Promise<CleanedHypervisor> {
  const { name } = hypervisor;
  const outcome = await withNewClient({ address, signal }, async (client) => {
    if ((await takeInventory(client)).own.length === 0) return { removed: 0 };
    if (await isGoingOn(client)) return { removed: 0, error: 'a rehearsal is going on there; let it end first' };
    return { removed: await removeOwn(client, { isMeant: isOwnName }) };
  });
  if ('done' in outcome) return { hypervisor: name, ...outcome.done };
  return { hypervisor: name, removed: 0, error: signal?.aborted ? 'interrupted' : outcome.why };
}
