import type { TraceEvent } from './trace-event.ts';
import type { LinkState, TraceState } from './trace-state.ts';

/** The places, in `state.sockets`, of those that something happens to at this step. */
export function litSockets(events: readonly TraceEvent[]): ReadonlySet<number> {
  return new Set(events.flatMap((event) => ('socket' in event && event.socket !== undefined ? event.socket : [])));
}

/** The number of the link that this step is about, over all labs, from 1; undefined for another step. */
function linkNumber(events: readonly TraceEvent[]): number | undefined {
  for (const event of events) if ('number' in event && event.number !== undefined) return event.number;
  const [, number] = /^(\d+)(?:[ab]?\.|:)/.exec(events[0]?.at ?? '') ?? [];
  return number === undefined || number === '0' ? undefined : Number(number);
}

/** The link that this step is about, as it is in `end`; undefined where it is about none, or several. */
export function linkOfStep(events: readonly TraceEvent[], end: TraceState): LinkState | undefined {
  // A hypervisor that stops may take several links with it.
  if (events[0]?.event === 'stop') return undefined;
  const number = linkNumber(events);
  return end.links.find((one) => one.number === number);
}

/** The number of the event of the lab that makes this step, from 1; undefined for a step of the links. */
export function eventNumber(events: readonly TraceEvent[]): number | undefined {
  const [, number] = /^e(\d+)/.exec(events[0]?.at ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
