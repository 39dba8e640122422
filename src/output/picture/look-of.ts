import type { TraceEvent } from '../../core/trace/trace-event.ts';
import type { HypervisorState, LinkState, SocketState, TraceState } from '../../core/trace/trace-state.ts';
import {
  type EndLook,
  FATE_OF_DELIVERY,
  type HypervisorLook,
  type LinkLook,
  type Look,
  REFUSED,
  type SocketLook,
  STATE_OF_VERDICT,
} from './look.ts';
import { sourceLook } from './source-look.ts';
import { endId, idOf } from './topology.ts';

/** What a picture shows of the labs at one step; `events` are those of the step. */
export function lookOf(state: TraceState, events: readonly TraceEvent[] = []): Look {
  const lit = new Set(events.flatMap((event) => litEnd(event, state) ?? []));
  const ends = new Map<string, EndLook>();
  for (const socket of state.sockets) {
    const id = endOf(socket, state);
    const known = ends.get(id) ?? { isLit: lit.has(id) };
    const role = socket.role ?? 'link';
    // A link that was removed may be made again: the newest socket counts.
    if (socket.isClosed) {
      const { [role]: _gone, ...others } = known;
      ends.set(id, others);
    } else {
      ends.set(id, { ...known, [role]: socketLook(socket, state) });
    }
  }
  return {
    ends,
    hypervisors: new Map(state.hypervisors.map((one) => [idOf(one.lab, one.hypervisor), hypervisorLook(one)])),
    links: new Map(state.links.map((link) => [idOf(link.lab, link.link), linkLook(link)])),
  };
}

/** The end that an event is about. */
function litEnd(event: TraceEvent, state: TraceState): string | undefined {
  if (event.event === 'fail') return endId(event.lab, event.link, event.end);
  if (!('socket' in event) || event.socket === undefined) return undefined;
  const socket = state.sockets[event.socket];
  return socket && endOf(socket, state);
}

/** The id of the end of a socket. */
function endOf({ lab, link, end }: SocketState, { links }: TraceState): string {
  return endId(lab, links[link]?.link ?? '', end);
}

function socketLook({ port, boundPort, bind, fate, to }: SocketState, state: TraceState): SocketLook {
  // A port that the kernel chooses is known to nobody.
  const isOpen = bind !== undefined && bind !== 'refused';
  const text = isOpen && boundPort === undefined ? '?' : String(boundPort ?? port);
  if (bind === 'refused') return { port: text, ...REFUSED };
  if (fate === undefined) return { port: text };
  const receiver = to === undefined ? undefined : state.sockets[to];
  const known = receiver && { to: endOf(receiver, state) };
  return { port: text, fate: FATE_OF_DELIVERY[fate], ...known };
}

function hypervisorLook({ was, isStopped, ...source }: HypervisorState): HypervisorLook {
  return { ...sourceLook(source), hasMoved: was !== undefined && was !== source.next, isStopped };
}

function linkLook({ verdict, isRemoved, hasFailed }: LinkState): LinkLook {
  if (isRemoved) return { state: 'removed', verdict: 'removed' };
  if (verdict === undefined) return { state: 'not made', verdict: hasFailed ? 'no port: not made' : 'not yet made' };
  return { verdict, state: STATE_OF_VERDICT[verdict] };
}
