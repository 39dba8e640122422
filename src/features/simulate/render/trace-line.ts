import type { ConsoleType } from '../../../core/allocation/allocation.ts';
import { present } from '../../../core/present.ts';
import type {
  BindEvent,
  FrameEvent,
  GiveEvent,
  PlaceEvent,
  SocketRole,
  TraceEvent,
} from '../../../core/trace/trace-event.ts';

/** What a line holds behind its step, anchor, lab and event. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * An event as one flat object of JSON Lines: sockets by the names of their ends. Its schema is
 * docs/schemas/trace.schema.json.
 */
export function traceLine(event: TraceEvent): Fields {
  const { step, at, lab, event: name } = event;
  return present({ step, at, lab, event: name, ...fieldsOf(event) });
}

function fieldsOf(event: TraceEvent): Fields {
  switch (event.event) {
    case 'hypervisor': {
      const { hypervisor, kind, host, machine, base, pool } = event;
      return { hypervisor, kind, host, machine, base, pool };
    }
    case 'place':
      return placed(event);
    case 'give':
      return given(event);
    case 'fail':
      return { end: event.end, link: event.link, cause: event.cause };
    case 'bind':
      return bound(event);
    case 'connect':
      return { end: event.end, role: event.role, local: event.local, remote: event.remote };
    case 'link':
      return { link: event.link, verdict: event.verdict };
    case 'frame':
      return sent(event);
    case 'remove':
      return { link: event.link };
    case 'stop':
      return { hypervisor: event.hypervisor, ubridgeOf: event.ubridgeOf };
    case 'close':
      return { end: event.end, role: event.role, port: event.port, isGivenBack: event.isGivenBack };
  }
}

/** No device has two ports of one type. */
function placed({ device, hypervisor, consoles = [] }: PlaceEvent): Fields {
  const ports = Object.fromEntries(consoles.map(({ type, port }): [ConsoleType, number] => [type, port]));
  return { device, hypervisor, ...ports };
}

function given({ end, role, from, by, before, port, after }: GiveEvent): Fields {
  return { end, role, from, by, before, port, after };
}

function bound({ end, role, port, bound: other, outcome, reply, reason, holder }: BindEvent): Fields {
  return { end, role, port, bound: other, outcome, reply, reason, ...named('holder', holder) };
}

function sent({ from, role, fate, to, why }: FrameEvent): Fields {
  return { from, role, fate, to: null, ...named('to', to ?? undefined), why };
}

/** A socket that an event speaks of: `holder`, `holderRole`, `holderLab`. */
function named(
  key: 'holder' | 'to',
  socket: { readonly end: string; readonly role?: SocketRole; readonly lab?: string } | undefined,
): Fields {
  return socket === undefined ? {} : { [key]: socket.end, [`${key}Role`]: socket.role, [`${key}Lab`]: socket.lab };
}
