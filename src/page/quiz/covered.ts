import type { Scene } from '../scene.ts';
import { farthestStep, openQuestion } from './open-question.ts';

/**
 * What a view must not show while somebody is to predict it:
 * - `verdict`: the headline, and which links work in the end;
 * - `findings`: what `check` says;
 * - `later`: ports, sockets and consoles of later steps; a view shows what `scene.state` has, and not
 *   `scene.end`;
 * - `next port`: where the counters stand;
 * - `trouble`: that a port is wanted twice.
 */
export type Cover = 'verdict' | 'findings' | 'later' | 'next port' | 'trouble';

/** True if a view must not show it now. Without quiz mode nothing is covered, but
 * while the playground waits for a port everything is. */
export function isCovered(scene: Scene, what: Cover): boolean {
  if (scene.choices.isPredicting === true) return true;
  if (!scene.choices.isQuiz) return false;
  if (what === 'next port') return openQuestion(scene)?.subject.ask === 'port';
  if (what === 'trouble') return openQuestion(scene) !== undefined;
  return farthestStep(scene) < scene.lastStep;
}
