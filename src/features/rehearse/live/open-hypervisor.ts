import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { type HypervisorSession, openHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { type Inventory, takeInventory } from './own-objects.ts';

export interface RehearsalHypervisor {
  /** As it is called in errors. */
  readonly name: string;
  readonly host: string;
  /** TCP. */
  readonly port: number;
  readonly addresses: readonly string[];
  /** The machine that it runs on: NIOs of one machine are created in their order. */
  readonly machine: string;
}

/** Why a hypervisor cannot be used. */
export interface Obstacle {
  readonly hypervisor: RehearsalHypervisor;
  /** `busy`: it has what is not ours; `leftovers`: of a rehearsal that was killed, or that is going on. */
  readonly kind: 'unreached' | 'silent' | 'busy' | 'leftovers';
  readonly detail: string;
}

/** One or more hypervisors cannot be used; nothing was made on any of them. */
export class RehearsalRefused extends Error {
  readonly obstacles: readonly Obstacle[];

  constructor(obstacles: readonly Obstacle[]) {
    super('hypervisors cannot be used');
    this.obstacles = obstacles;
  }
}

/** A hypervisor that is reached, and empty. */
export interface Entered {
  readonly hypervisor: RehearsalHypervisor;
  readonly session: HypervisorSession;
  readonly version: string | undefined;
}

/** Connects to a hypervisor and looks whether it is empty. Never throws what a hypervisor can cause. */
export async function enter(
  hypervisor: RehearsalHypervisor,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<Entered | Obstacle> {
  const session = await openHypervisor(hypervisor, options);
  if (!('client' in session)) {
    const { state, reason } = session.tcp;
    return { hypervisor, kind: 'unreached', detail: `${state} (${reason})` };
  }
  const abort = (): void => void session.close();
  options.signal.addEventListener('abort', abort);
  try {
    const version = (await session.client.command('hypervisor', 'version')).text;
    const obstacle = obstacleIn(hypervisor, await takeInventory(session.client));
    if (obstacle === undefined) return { hypervisor, session, version };
    await session.close();
    return obstacle;
  } catch (error) {
    await session.close();
    if (!(error instanceof HypervisorError)) throw error;
    return { hypervisor, kind: 'silent', detail: error.detail };
  } finally {
    options.signal.removeEventListener('abort', abort);
  }
}

function obstacleIn(hypervisor: RehearsalHypervisor, { own, others }: Inventory): Obstacle | undefined {
  if (others.length > 0) return { hypervisor, kind: 'busy', detail: someOf(others) };
  if (own.length > 0) return { hypervisor, kind: 'leftovers', detail: someOf(own) };
  return undefined;
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length <= 3 ? shown : `${shown} and ${names.length - 3} more`;
}
