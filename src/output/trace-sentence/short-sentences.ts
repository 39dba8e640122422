import type { TraceEvent } from '../../core/trace/trace-event.ts';
import { shortLink } from '../short-name.ts';
import { shortText } from '../short-text.ts';
import type { SentenceContext } from './event-sentence.ts';
import { sentencesOf } from './step-sentences.ts';

/** Characters of a sentence: a name may have 10 kB. */
const LONGEST = 400;

/** What happens at a step, as `sentencesOf` says it, for a screen: names from labs are safe and not long. */
export function shortSentences(events: readonly TraceEvent[], context: SentenceContext): string[] {
  return sentencesOf(events.map(withShortNames), context).map((text) => shortText(text, LONGEST));
}

/** The event with its names as they are shown elsewhere. */
function withShortNames<T extends object>(event: T): T {
  return Object.fromEntries(Object.entries(event).map(([field, value]) => [field, inShort(value)])) as T;
}

function inShort(value: unknown): unknown {
  if (typeof value === 'string') return shortLink(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? withShortNames(value) : value;
}
