import { isBroken } from '../kernel/verdict.ts';
import type { TraceEvent } from './trace-event.ts';

/** How good a step is, for a colour beside the words; undefined for most steps. */
export function toneOf(events: readonly TraceEvent[]): 'bad' | 'warn' | 'good' | undefined {
  for (const event of events) {
    if (event.event === 'link') {
      if (isBroken(event.verdict)) return 'bad';
      return event.verdict === 'ok' ? 'good' : 'warn';
    }
    if (event.event === 'bind' && event.outcome !== 'bound') return event.outcome === 'refused' ? 'bad' : 'warn';
    if (event.event === 'fail') return 'bad';
  }
  return undefined;
}
