import type { BaseRules } from '../../core/bases/base-rules.ts';
import type { CheckContext } from '../../core/checks/context.ts';
import { planConsoles } from './plan-consoles.ts';
import { planControlPorts } from './plan-control-ports.ts';
import { planUdp } from './plan-udp.ts';
import type { Obstacle, PlannedChange } from './planned-change.ts';

/** What is to be changed so that labs can run at once. */
export interface PortPlan {
  /** In the order of the labs. */
  readonly changes: readonly PlannedChange[];
  /** Machines whose UDP ranges find no room; they stay as they are. */
  readonly obstacles: readonly Obstacle[];
  /** True if no plan moves fewer hypervisors and devices, as far as the ports that are now given out tell. */
  readonly isLeast: boolean;
}

/**
 * The smallest change of UDP bases, control ports, consoles and AUX ports that removes the errors and
 * warnings about ports. What lies in explicit NIOs, in pools of GNS3 servers and in devices stays. Pure.
 */
export function planPorts(context: CheckContext, rules: BaseRules = {}): PortPlan {
  const udp = planUdp(context, rules);
  const control = planControlPorts(context, rules);
  const consoles = planConsoles(context, control, rules);
  const changes = [...control, ...udp.changes, ...consoles.changes].sort(
    (a, b) => a.lab - b.lab || placeOf(a) - placeOf(b),
  );
  return {
    changes,
    obstacles: udp.obstacles,
    isLeast: udp.isLeast && consoles.isLeast,
  };
}

/** Hypervisors in their order, then devices in that in which they were met. */
function placeOf({ target }: PlannedChange): number {
  return target.type === 'hypervisor' ? target.index : Number.MAX_SAFE_INTEGER;
}
