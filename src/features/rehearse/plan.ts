import type { RehearsalHypervisor } from './live/open-hypervisor.ts';
import type { StagedNio } from './live/test-switches.ts';

export interface RehearsalNio extends StagedNio {
  /** Index of its hypervisor. */
  readonly hypervisor: number;
  /** The end that its frames are meant for. */
  readonly peer: number;
}

export interface RehearsalPlan {
  readonly hypervisors: readonly RehearsalHypervisor[];
  /** In the order in which the lab creates them; `end` is the index. */
  readonly nios: readonly RehearsalNio[];
  /** Ports of a machine that may be used for NIOs of the rehearsal itself. */
  readonly freePorts: (machine: string) => Iterator<number, void, undefined>;
}
