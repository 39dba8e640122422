import { HostNames } from '../../../world/network/host-names.ts';
import type { RehearsalHypervisor } from '../ends.ts';
import { runOf } from '../names.ts';
import type { CleanedHypervisor } from '../result.ts';
import { withNewClient } from './cleanup.ts';
import { type LocatedHypervisor, locate } from './locate.ts';
import { isGoingOn, removeOwn, takeInventory } from './own-objects.ts';
import { Records } from './records.ts';

export interface CleaningOptions {
  readonly names?: HostNames | undefined;
  /** Deletes everything that has a name which rehearsals give, listed in a record or not. */
  readonly byName?: boolean | undefined;
}

interface Cleaning {
  readonly records: Records;
  readonly byName: boolean;
  readonly signal: AbortSignal;
}

/** Deletes what rehearsals have left on these hypervisors, except where one is going on. */
export async function cleanHypervisors(
  hypervisors: readonly RehearsalHypervisor[],
  { names = new HostNames(), byName = false }: CleaningOptions,
  signal: AbortSignal,
): Promise<CleanedHypervisor[]> {
  const located = await locate(hypervisors, names, signal);
  const cleaning = { records: await Records.read(), byName, signal };
  return await Promise.all(located.map((one) => cleanHypervisor(one, cleaning)));
}

async function cleanHypervisor(
  { hypervisor: { name: hypervisor }, address }: LocatedHypervisor,
  { records, byName, signal }: Cleaning,
): Promise<CleanedHypervisor> {
  const outcome = await withNewClient({ address, signal }, async (client) => {
    const { own } = await takeInventory(client);
    if (own.length > 0 && (await isGoingOn(client))) {
      return { removed: 0, error: 'a rehearsal is going on there; let it end first' };
    }
    const removed = await removeOwn(client, {
      isMeant: (object) => (byName ? runOf(object) !== undefined : records.lists(object)),
    });
    await records.forget(hypervisor, removed);
    const gone = new Set(removed.map(({ module, name }) => `${module} ${name}`));
    const unlisted = own.flatMap(({ module, name }) => (gone.has(`${module} ${name}`) ? [] : [name]));
    return { removed: removed.length, ...(unlisted.length > 0 && { unlisted }) };
  });
  if ('done' in outcome) return { hypervisor, ...outcome.done };
  return { hypervisor, removed: 0, error: signal.aborted ? 'interrupted' : outcome.why };
}
