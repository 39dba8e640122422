import { type NamedObject, runOf } from '../../../core/words/rehearsal-names.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import type { RehearsalHypervisor } from '../ends.ts';
import type { CleanedHypervisor } from '../result.ts';
import { CLEANUP_MS, withNewClient } from './cleanup.ts';
import { type LocatedHypervisor, locate } from './locate.ts';
import { isGoingOn, removeOwn, takeInventory } from './own-objects.ts';
import { Records } from './records.ts';

export interface CleaningOptions {
  readonly names?: HostNames | undefined;
  /** Deletes everything that has a name which rehearsals give, listed in a record or not. */
  readonly byName?: boolean | undefined;
  /** Milliseconds for each hypervisor; 45,000 if it is not given. */
  readonly cleanupMs?: number | undefined;
}

interface Cleaning {
  readonly records: Records;
  readonly byName: boolean;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Deletes what rehearsals have left on these hypervisors, except where one is going on. */
export async function cleanHypervisors(
  hypervisors: readonly RehearsalHypervisor[],
  { names = new HostNames(), byName = false, cleanupMs: limitMs = CLEANUP_MS }: CleaningOptions,
  signal: AbortSignal,
): Promise<CleanedHypervisor[]> {
  const located = await locate(hypervisors, names, signal);
  const cleaning = { records: await Records.read(), byName, limitMs, signal };
  return await Promise.all(located.map((one) => cleanHypervisor(one, cleaning)));
}

async function cleanHypervisor(
  { hypervisor: { name: hypervisor }, address }: LocatedHypervisor,
  { records, byName, limitMs, signal }: Cleaning,
): Promise<CleanedHypervisor> {
  const removed: NamedObject[] = [];
  const outcome = await withNewClient({ address, limitMs, signal }, async (client) => {
    const { own } = await takeInventory(client);
    if (own.length > 0 && (await isGoingOn(client))) {
      return { error: 'a rehearsal is going on there; let it end first' };
    }
    await removeOwn(client, {
      isMeant: (object) => (byName ? runOf(object) !== undefined : records.lists(object)),
      onRemoved: (object) => removed.push(object),
    });
    await records.forget(hypervisor, removed);
    const gone = new Set(removed.map(({ module, name }) => `${module} ${name}`));
    const unlisted = own.flatMap(({ module, name }) => (gone.has(`${module} ${name}`) ? [] : [name]));
    return unlisted.length > 0 ? { unlisted } : {};
  });
  const done = 'done' in outcome ? outcome.done : { error: signal.aborted ? 'interrupted' : outcome.why };
  return { hypervisor, removed: removed.length, ...done };
}
