import type { Allocation } from '../allocation/allocation.ts';
import { placeAsRecorded } from '../allocation/allocator.ts';
import { type CounterMove, MOVE_OF_0_8_3, moveOfVersion } from '../allocation/counter-move.ts';
import { counterSteps } from '../allocation/counter-steps.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';

/**
 * A lab that was written by a GNS3 whose Dynagen gave other ports than today's (docs/FACTS.md, "Ports by
 * Dynagen"). Nothing is said if the user has named an allocator, or if the ports are the same.
 */
export const olderDynagen: Check = {
  id: 'NIO062',
  slug: 'older-dynagen',
  severity: 'note',
  title: 'The GNS3 that wrote the lab would give other UDP ports',
  *find(context) {
    if (context.assumptions.allocator !== undefined) return;
    for (const allocation of context.allocations) {
      const { lab, allocator } = allocation;
      if (lab.writtenBy === undefined || allocator !== 'dynagen') continue;
      const { version, location } = lab.writtenBy;
      const move = moveOfVersion(version);
      if (move === undefined) continue;
      const count = otherPorts(allocation, move);
      if (count === 0) continue;
      yield {
        message: `GNS3 ${version} wrote this lab: ${ruleOf(move)}; the ports shown are those that GNS3 0.8.4 and later give`,
        evidence: { locations: [location] },
        remedy: { text: remedyFor(move, count) },
        location,
      };
    }
  },
};

function ruleOf({ upTo, by }: CounterMove): string {
  return `it moves a hypervisor's counter up by ${by} when another one of the host is linked to it whose counter is at most ${upTo} away`;
}

function remedyFor(move: CounterMove, count: number): string {
  if (move === MOVE_OF_0_8_3) {
    return `if that GNS3 runs the lab, use --allocator dynagen-0.8.3: ${counted(count, 'NIO')} of it ${count === 1 ? 'has' : 'have'} another port`;
  }
  return 'do not run the lab with that GNS3: niostat has no allocator with its rule';
}

/** How many NIOs have another port by that rule; they are made in the same order by both. */
function otherPorts({ lab, created }: Allocation, move: CounterMove): number {
  let index = 0;
  let count = 0;
  for (const step of counterSteps(lab, placeAsRecorded(lab), move)) {
    if (step.type !== 'give') continue;
    for (const { localPort } of step.created) if (localPort !== created.localPort[index++]) count++;
  }
  return count;
}
