import type { Hypervisor } from '../lab/lab.ts';
import type { LabModel } from '../model/lab-model.ts';
import type { HypervisorState } from '../trace/trace-state.ts';

/** The hypervisor of a model that a state speaks of. */
export function modelHypervisor(
  { allocations }: LabModel,
  { lab, hypervisor }: Pick<HypervisorState, 'lab' | 'hypervisor'>,
): Hypervisor | undefined {
  return allocations
    .filter((one) => lab === undefined || one.lab.name === lab)
    .flatMap(({ hypervisors }) => hypervisors)
    .find(({ name }) => name === hypervisor);
}
