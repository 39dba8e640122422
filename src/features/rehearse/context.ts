import type { LinksToRehearse } from './links-to-rehearse.ts';
import type { RehearsalHypervisor } from './live/open-hypervisor.ts';
import type { RehearsalOutcome } from './live/run-rehearsal.ts';
import type { RehearsalNio } from './plan.ts';

/** Everything that the result of a link is made of. */
export interface ResultContext extends Omit<LinksToRehearse, 'hypervisors'> {
  readonly hypervisors: readonly RehearsalHypervisor[];
  readonly outcome: RehearsalOutcome;
  readonly holdersOf: (nio: RehearsalNio) => readonly string[];
}

/** Other ends with the same port of the same machine. */
export function twinsOf(nio: RehearsalNio, context: ResultContext): RehearsalNio[] {
  const { machine } = hypervisorOf(nio, context);
  return context.nios.filter(
    (other) =>
      other.end !== nio.end && other.localPort === nio.localPort && hypervisorOf(other, context).machine === machine,
  );
}

/** The hypervisor that an end is on. */
export function hypervisorOf(
  { hypervisor }: RehearsalNio,
  { hypervisors }: ResultContext,
): ResultContext['hypervisors'][number] {
  return hypervisors[hypervisor] as ResultContext['hypervisors'][number];
}
