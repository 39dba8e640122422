import type { StepRule } from './step.ts';

/** True of a port that the counter of a hypervisor has given. */
export function isCounted({ by }: { readonly by: StepRule | 'start' }): boolean {
  return by === 'counter' || by === 'moved counter';
}
