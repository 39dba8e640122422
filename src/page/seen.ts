import type { Scene } from './scene.ts';

/** True if the page shows links as they were seen, which has no steps: always where no lab was named. */
export function isSeen({ data, choices }: Pick<Scene, 'data' | 'choices'>): boolean {
  return data.links !== undefined && (!choices.isExpected || data.labs.length === 0);
}
