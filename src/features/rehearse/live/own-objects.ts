import { setTimeout as delay } from 'node:timers/promises';
import { type NamedObject, runOf } from '../../../core/words/rehearsal-names.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { isWaker } from '../names.ts';

/** What a hypervisor has, apart by whose it is. */
export interface Inventory {
  /** What has a name that a rehearsal gives. */
  readonly own: readonly NamedObject[];
  /** Everything else, such as `NIO nio_udp0` or `VM R1`. */
  readonly others: readonly string[];
}

/** The modules whose objects stand in the way of a rehearsal, with the word for one of their objects. */
const MODULES = [
  ['nio', 'NIO'],
  ['nio_bridge', 'bridge'],
  ['ethsw', 'switch'],
  ['frsw', 'frame relay switch'],
  ['atmsw', 'ATM switch'],
  ['atm_bridge', 'ATM bridge'],
  ['vm', 'VM'],
] as const;

/** Asks for everything that is there, and changes nothing. Throws `HypervisorError`. */
export async function takeInventory(client: HypervisorClient): Promise<Inventory> {
  const present = new Set((await client.command('hypervisor', 'module_list')).messages);
  const own: NamedObject[] = [];
  const others: string[] = [];
  for (const [module, word] of MODULES) {
    if (!present.has(module)) continue;
    for (const name of (await client.command(module, 'list')).messages) {
      if (runOf({ module, name }) === undefined) others.push(`${word} ${name}`);
      else own.push({ module, name });
    }
  }
  return { own, others };
}

/** What is removed, and what is done between the steps. */
interface Removal {
  /** True for an object that is to go. */
  readonly isMeant: (object: NamedObject) => boolean;
  /** Called when only the waker is left: from then on nothing may be sent to it. */
  readonly beforeWaker?: () => Promise<void>;
  /** Called for each object that is gone, also when another is not deleted after it. */
  readonly onRemoved?: (object: NamedObject) => void;
}

/**
 * Deletes objects that a rehearsal has made, and nothing else: what uses NIOs before the NIOs. No frame may
 * be under way to a switch or a bridge that is taken apart: Dynamips waits in it, with its lock held, for the
 * thread that would need the lock to deliver the frame, and neither ever ends (seen on 0.2.14). Throws
 * `HypervisorError`.
 */
export async function removeOwn(
  client: HypervisorClient,
  { isMeant, beforeWaker, onRemoved = () => undefined }: Removal,
): Promise<void> {
  const removeAll = async (module: string, isNow: (name: string) => boolean): Promise<void> => {
    for (const name of (await client.command(module, 'list')).messages) {
      if (!isMeant({ module, name }) || !isNow(name)) continue;
      await client.command(module, 'delete', name);
      onRemoved({ module, name });
    }
  };
  await removeAll('ethsw', () => true);
  await removeAll('nio', (name) => !isWaker(name));
  await beforeWaker?.();
  await removeAll('nio_bridge', () => true);
  await removeAll('nio', () => true);
}

/**
 * A rehearsal that goes on wakes its hypervisors every millisecond, and makes or deletes something all the
 * time before and after.
 */
const LIVE_SIGN_MS = 300;

/**
 * True if a rehearsal is going on: to take its objects away would lock Dynamips up (see `removeOwn`). Throws
 * `HypervisorError`.
 */
export async function isGoingOn(client: HypervisorClient): Promise<boolean> {
  const before = await signOfLife(client);
  await delay(LIVE_SIGN_MS);
  return (await signOfLife(client)) !== before;
}

/** Wakers that are asked, the newest first: that of a rehearsal that goes on is newer than what is left. */
const MOST_WAKERS = 16;

/** Something that changes as long as a rehearsal lives. */
async function signOfLife(client: HypervisorClient): Promise<string> {
  const { own } = await takeInventory(client);
  const signs = own.map(({ module, name }) => `${module} ${name}`);
  const wakers = own.filter(({ module, name }) => module === 'nio' && isWaker(name));
  for (const { name } of wakers.slice(0, MOST_WAKERS)) {
    signs.push((await client.exchange(`nio get_stats ${name}`)).text);
  }
  return signs.join('\n');
}
