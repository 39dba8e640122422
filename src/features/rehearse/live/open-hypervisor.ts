import { unansweredText } from '../../../core/address/unanswered.ts';
import { someOf } from '../../../core/text/listed.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { type HypervisorSession, openHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import type { UnusableHypervisor } from '../unusable-hypervisors.ts';
import type { LocatedHypervisor } from './locate.ts';
import { type Inventory, takeInventory } from './own-objects.ts';

/** A hypervisor that is reached, and empty. */
export interface OpenHypervisor extends LocatedHypervisor {
  readonly session: HypervisorSession;
  readonly version: string | undefined;
}

/** Connects to a hypervisor and looks whether it is empty. Never throws what a hypervisor can cause. */
export async function openEmpty(
  { hypervisor, address }: LocatedHypervisor,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<OpenHypervisor | UnusableHypervisor> {
  const session = await openHypervisor(address, options);
  if (!('client' in session)) {
    const { state, reason } = session.tcp;
    const { unanswered } = address;
    if (state === 'refused') return { hypervisor, kind: 'refused', detail: 'connection refused' };
    const detail = unanswered === undefined ? `${state} (${reason})` : unansweredText(unanswered);
    return { hypervisor, kind: 'unreached', detail };
  }
  const abort = (): void => void session.close();
  options.signal.addEventListener('abort', abort);
  try {
    const version = (await session.client.command('hypervisor', 'version')).text;
    const inUse = whyInUse(await takeInventory(session.client));
    if (inUse === undefined) return { hypervisor, address, session, version };
    await session.close();
    return { hypervisor, ...inUse };
  } catch (error) {
    await session.close();
    if (!(error instanceof HypervisorError)) throw error;
    return { hypervisor, kind: 'silent', detail: error.detail };
  } finally {
    options.signal.removeEventListener('abort', abort);
  }
}

function whyInUse({ own, others }: Inventory): Pick<UnusableHypervisor, 'kind' | 'detail'> | undefined {
  if (others.length > 0) return { kind: 'busy', detail: someOf(others) };
  if (own.length > 0) return { kind: 'leftovers', detail: someOf(own.map(({ name }) => name)) };
  return undefined;
}
