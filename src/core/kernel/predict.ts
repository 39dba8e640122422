import type { Allocation } from '../allocation/allocation.ts';
import { Play, type PredictOptions } from './play.ts';
import { Prediction } from './prediction.ts';

/**
 * Plays the creation of all NIOs, in order, against a model of the kernel's UDP socket tables, and then sends
 * one frame from each. `allocations` are played one after the other, as labs that are started one after the
 * other. Linear in the number of NIOs, also where all share one port. Sources: docs/FACTS.md, "Sharing a
 * port" (seen on Linux 6.18 with Dynamips 0.2.14 and 0.2.24), "Windows sockets", "macOS sockets".
 */
export function predict(allocations: readonly Allocation[], options: PredictOptions): Prediction {
  const play = new Play(countSockets(allocations), options);
  for (const allocation of allocations) start(allocation, play);
  return new Prediction(allocations, play.end());
}

/** How many sockets are ever opened. */
export function countSockets(allocations: readonly Allocation[]): number {
  return allocations.reduce((sum, allocation) => sum + allocation.created.length, 0);
}

/** Opens and closes the sockets of one lab, in their order. */
function start({ created, deletions }: Allocation, play: Play): void {
  play.begin(created);
  let deleted = 0;
  for (let index = 0; index <= created.length; index++) {
    for (
      let deletion = deletions[deleted];
      deletion !== undefined && deletion.afterCreated <= index;
      deletion = deletions[deleted]
    ) {
      play.close(deletion.index, deletion.isRemoved);
      deleted++;
    }
    if (index < created.length) play.open(index);
  }
}
