import type { PortRange } from '../../core/lab/lab.ts';
import type { HypervisorLook } from './look.ts';

/** What of a hypervisor says which ports it gives. */
export interface PortSource {
  /** Absent where nobody counts. */
  readonly base?: number;
  /** The counter: the port that the next end gets. */
  readonly next?: number;
  /** The pool of its host, where ports come from that. */
  readonly pool?: PortRange;
}

/** The base and the counter of a hypervisor, or the pool of its host, which has no counter. */
export function sourceLook({ base, next, pool }: PortSource): Pick<HypervisorLook, 'base' | 'next'> {
  if (pool !== undefined) return { base: `pool ${pool.first}–${pool.last}` };
  if (base === undefined) return { base: '' };
  return { base: `base ${base}`, ...(next === undefined ? {} : { next: `next ${next}` }) };
}
