import { randomOf } from '../../core/teach/random.ts';
import type { Exercise, Staged } from './exercise.ts';
import { block } from './exercises/block.ts';
import { churn } from './exercises/churn.ts';
import { consoles } from './exercises/consoles.ts';
import { count } from './exercises/count.ts';
import { crossed } from './exercises/crossed.ts';
import { deadUBridge } from './exercises/dead-ubridge.ts';
import { exam } from './exercises/exam.ts';
import { foreign } from './exercises/foreign.ts';
import { halfOpen } from './exercises/half-open.ts';
import { orphanPorts } from './exercises/orphan-ports.ts';
import { sameBaseNew, sameBaseOld } from './exercises/same-base.ts';
import { suspendedLink } from './exercises/suspended-link.ts';
import { twoLabs } from './exercises/two-labs.ts';
import { twoNames } from './exercises/two-names.ts';
import { placeOf } from './places.ts';

/** In the order in which they are best done. */
export const EXERCISES: readonly Exercise[] = [
  count,
  sameBaseOld,
  sameBaseNew,
  crossed,
  foreign,
  block,
  churn,
  consoles,
  halfOpen,
  twoNames,
  twoLabs,
  deadUBridge,
  suspendedLink,
  orphanPorts,
  exam,
];

export function findExercise(id: string): Exercise | undefined {
  return EXERCISES.find((exercise) => exercise.id === id);
}

/**
 * An exercise with the names and wiring of a seed, and the ports of a place from 0 to 99. Throws `RangeError`
 * for an exercise or a place that there is not.
 */
export function stageOf(id: string, seed: string, place: number): Staged {
  const exercise = findExercise(id);
  if (exercise === undefined) throw new RangeError(`no exercise ${id}`);
  const own = placeOf(place);
  return { ...exercise.stage(randomOf(`${id}/${seed}`), own), place: own };
}
