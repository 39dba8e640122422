import type { Scene } from './scene.ts';

/** True if the page shows links as they were seen, which has no steps: always where no lab was named. */
export function isSeen({ data, choices }: Pick<Scene, 'data' | 'choices'>): boolean {
  return data.links !== undefined && (!choices.isExpected || data.labs.length === 0);
}

/** True while the reader is at a step before the last one: a page that follows a lab waits for that. */
export function isStepping(scene: Pick<Scene, 'data' | 'choices' | 'state' | 'lastStep'>): boolean {
  return !isSeen(scene) && scene.state.step < scene.lastStep;
}
