import { StateDraft } from './state-draft.ts';
import type { TraceEvent } from './trace-event.ts';
import type { TraceState } from './trace-state.ts';

/** Nothing has happened yet, not even step 0. */
export const startState: TraceState = { step: 0, hypervisors: [], devices: [], sockets: [], links: [] };

/** The state after an event. The one before stays as it is. */
export function apply(state: TraceState, event: TraceEvent): TraceState {
  return applyAll(state, [event]);
}

/** The state after several events, which costs one copy of what changes and not one for each event. */
export function applyAll(state: TraceState, events: Iterable<TraceEvent>): TraceState {
  const draft = new StateDraft(state);
  for (const event of events) draft.apply(event);
  return draft.state();
}
