import { shortSentences } from '../../../output/trace-sentence/short-sentences.ts';
import type { Way } from '../ways.ts';

/** What happens at a step and why, a sentence each. */
export function saidAt(way: Way, step: number): string[] {
  if (way.isLeap(step))
    return [`There are more steps than can be gone through: all that happens after step ${step - 1}.`];
  const events = way.eventsAt(step);
  return shortSentences(events, { os: way.model.os });
}
