import type { CheckContext } from '../checks/context.ts';
import type { BaseRules } from './base-rules.ts';
import { HEADROOM } from './headroom.ts';
import { type Placement, type PlacementRules, placeRanges } from './place-ranges.ts';
import { type UdpMachine, udpMachines } from './udp-machines.ts';

/** Bases are spaced by it, as GNS3 does: they are easy to see in a table. */
const USUAL_STRIDE = 100;

/** A machine, and where its ranges go; undefined if they find no room. */
export interface PlacedMachine extends UdpMachine {
  readonly placement: Placement | undefined;
}

/** Where nothing is asked for, plan and check want the same. */
const usual = new WeakMap<CheckContext, readonly PlacedMachine[]>();

/**
 * New bases for as few hypervisors of each machine as possible, so that all labs can run at once; worked out
 * once for a context where nothing is asked for.
 */
export function placedMachines(context: CheckContext, rules: BaseRules): readonly PlacedMachine[] {
  const { headroom, stride, range, inUse } = rules;
  if ([headroom, stride, range, inUse].some((one) => one !== undefined)) return newlyPlaced(context, rules);
  const known = usual.get(context) ?? newlyPlaced(context, rules);
  usual.set(context, known);
  return known;
}

function newlyPlaced(context: CheckContext, rules: BaseRules): PlacedMachine[] {
  return udpMachines(context, rules).map((machine) => placedWhenAsked(machine, placementRules(rules)));
}

/** Of 100,000 machines a check asks for those that have a finding. */
function placedWhenAsked(machine: UdpMachine, rules: PlacementRules): PlacedMachine {
  let placed: { readonly placement: Placement | undefined } | undefined;
  return {
    ...machine,
    get placement() {
      placed ??= { placement: placeRanges(machine.items, machine.blocked, rules) };
      return placed.placement;
    },
  };
}

/** Where nothing is asked for, what is usual is a wish. */
export function placementRules({ headroom, stride }: BaseRules): PlacementRules {
  return {
    headroom: { ports: headroom ?? HEADROOM, isWish: headroom === undefined },
    stride: { ports: stride ?? USUAL_STRIDE, isWish: stride === undefined },
  };
}
