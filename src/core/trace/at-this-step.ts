import type { TraceEvent } from './trace-event.ts';

/** The places, in `state.sockets`, of those that something happens to at this step. */
export function litSockets(events: readonly TraceEvent[]): ReadonlySet<number> {
  return new Set(events.flatMap((event) => ('socket' in event && event.socket !== undefined ? event.socket : [])));
}

/** The number of the link that this step is about, over all labs, from 1; undefined for another step. */
export function linkNumber(events: readonly TraceEvent[]): number | undefined {
  for (const event of events) if ('number' in event && event.number !== undefined) return event.number;
  const [, number] = /^(\d+)(?:[ab]?\.|:)/.exec(events[0]?.at ?? '') ?? [];
  return number === undefined || number === '0' ? undefined : Number(number);
}

/** The number of the event of the lab that makes this step, from 1; undefined for a step of the links. */
export function eventNumber(events: readonly TraceEvent[]): number | undefined {
  const [, number] = /^e(\d+)/.exec(events[0]?.at ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
