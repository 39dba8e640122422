import { eventNumber, linkOfStep } from '../../../core/trace/at-this-step.ts';
import { shortLink } from '../../../output/short-name.ts';
import type { Way } from '../ways.ts';

/** `Step 4 of 10 · link 1 of 2: R1 f0/0 -- R2 f0/0`, and which event of the lab makes it. */
export function stepTitle(way: Way, step: number): string {
  const { lastStep, end } = way;
  const events = way.eventsAt(step);
  const event = eventNumber(events);
  const link = linkOfStep(events, end);
  const about = [
    ...(event === undefined ? [] : [`event ${event} of the lab`]),
    ...(link === undefined ? [] : [`link ${link.number} of ${end.links.length}: ${shortLink(link.link)}`]),
  ];
  if (about.length === 0) about.push(step === 0 ? 'before the first link' : 'the lab runs');
  return [`Step ${step} of ${lastStep}`, ...about].join(' · ');
}
