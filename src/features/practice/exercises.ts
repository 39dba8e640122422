import { randomOf } from '../../core/teach/random.ts';
import type { Exercise, Staged } from './exercise.ts';
import { sameBaseNew, sameBaseOld } from './exercises/same-base.ts';
import { placeOf } from './places.ts';

/** In the order in which they are best done. */
export const EXERCISES: readonly Exercise[] = [sameBaseOld, sameBaseNew];

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
  return exercise.stage(randomOf(`${id}/${seed}`), placeOf(place));
}
