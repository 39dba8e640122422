import type { SocketName, TraceEvent } from '../../core/trace/trace-event.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import type { Scene } from '../scene.ts';

/** The places, in `state.sockets`, of those that something happens to at this step. */
export function litSockets({ events, state }: Pick<Scene, 'events' | 'state'>): ReadonlySet<number> {
  const lit = new Set<number>();
  for (const event of events) {
    const name = nameOf(event);
    if (name === undefined) continue;
    const index = lastOf(state.sockets, name, event.lab);
    if (index >= 0) lit.add(index);
  }
  return lit;
}

function nameOf(event: TraceEvent): SocketName | undefined {
  switch (event.event) {
    case 'give':
    case 'bind':
    case 'connect':
    case 'close':
      return event;
    case 'frame':
      return event.role === undefined ? { end: event.from } : { end: event.from, role: event.role };
    default:
      return undefined;
  }
}

/** An end that was linked again has several sockets of its name, and the last one is meant. */
function lastOf(sockets: readonly SocketState[], { end, role }: SocketName, lab: string | undefined): number {
  return sockets.findLastIndex((socket) => socket.end === end && socket.role === role && socket.lab === lab);
}

/** The number of the link that this step is about, over all labs, from 1; undefined for another step. */
export function linkNumber(events: readonly TraceEvent[]): number | undefined {
  const [, number] = /^(\d+)(?:[ab]?\.|:)/.exec(events[0]?.at ?? '') ?? [];
  return number === undefined || number === '0' ? undefined : Number(number);
}
