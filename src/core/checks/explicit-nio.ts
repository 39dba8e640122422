import { deletedNios } from '../allocation/allocation.ts';
import type { Nio } from '../allocation/step.ts';
import type { Lab } from '../lab/lab.ts';
import type { CheckContext } from './context.ts';

/** A UDP NIO that a lab file writes out, and its lab. */
export interface ExplicitNio {
  readonly lab: Lab;
  readonly nio: Nio;
}

/** All UDP NIOs with written ports that exist in the end, in the order of creation. */
export function* explicitNios(context: CheckContext): Generator<ExplicitNio, void, undefined> {
  for (const { lab, created, deletions } of context.allocations) {
    const deleted = deletedNios(deletions);
    for (const index of created.explicitIndexes) if (!deleted.has(index)) yield { lab, nio: created.at(index) };
  }
}
