import type { Verdict } from '../../core/kernel/verdict.ts';
import type { OperatingSystem, PortRange } from '../../core/lab/lab.ts';
import { listed } from '../../core/text/listed.ts';
import { SYSTEM_NAMES } from '../../core/text/system-names.ts';
import type {
  BindEvent,
  CloseEvent,
  FailEvent,
  FrameEvent,
  GiveEvent,
  HypervisorEvent,
  LinkEvent,
  PlaceEvent,
  TraceEvent,
} from '../../core/trace/trace-event.ts';
import { capital, socketText, whoText } from './names.ts';

/** What a sentence has to know and no event says. */
export interface SentenceContext {
  /** The system of the hosts. */
  readonly os: OperatingSystem;
}

/** What happens and why, in one or two short sentences; text of the lab is as the lab writes it. */
export function sentenceOf(event: TraceEvent, context: SentenceContext): string {
  switch (event.event) {
    case 'hypervisor':
      return hypervisorSentence(event);
    case 'place':
      return placeSentence(event);
    case 'give':
      return giveSentence(event);
    case 'fail':
      return failSentence(event);
    case 'bind':
      return bindSentence(event, context);
    case 'connect':
      return `${capital(socketText(event))} sends to ${event.remote} and hears only what comes from there.`;
    case 'link':
      return linkSentence(event);
    case 'frame':
      return frameSentence(event);
    case 'remove':
      return `The link ${event.link} is removed.`;
    case 'stop':
      return event.ubridgeOf === undefined
        ? `${event.hypervisor} stops. Programs at the far ends hear nothing of that.`
        : `The uBridge of ${event.ubridgeOf} ends. The server is told nothing, nor are the far ends.`;
    case 'close':
      return closeSentence(event);
  }
}

function hypervisorSentence({ hypervisor, host, base, pool }: HypervisorEvent): string {
  if (base !== undefined) return `${hypervisor} counts its UDP ports from base ${base}.`;
  return pool === undefined ? `${hypervisor} is on ${host}.` : poolSentence([hypervisor], host, pool);
}

/** Hypervisors of one host take from one pool. */
export function poolSentence(hypervisors: readonly string[], host: string, { first, last }: PortRange): string {
  const take = hypervisors.length === 1 ? 'takes' : 'take';
  return `${listed(hypervisors)} ${take} UDP ports from the pool of ${host}, ${first} to ${last}.`;
}

function placeSentence({ device, hypervisor, consoles = [] }: PlaceEvent): string {
  const ports = consoles.map(({ type, port }) => `${type === 'aux' ? 'AUX' : CONSOLES[type]} ${port}`);
  return `${device} is on ${hypervisor}${ports.length === 0 ? '' : `, with ${listed(ports)}`}.`;
}

const CONSOLES = { console: 'console', internal: 'internal console', reserved: 'reserved port' } as const;

function giveSentence(event: GiveEvent): string {
  const { end, from, port, before, after } = event;
  switch (event.by) {
    case 'counter':
      return `${from} gives ${end} port ${port}: its counter stands at ${before}, and goes to ${after}.`;
    case 'moved counter':
      return `${from} moves its counter from ${before} to ${port}, away from that of the other end. It gives ${end} port ${port}; next port ${after}.`;
    case 'pool':
      return `The pool gives ${whoText(event)} port ${port}: the lowest that is free.`;
    case 'tunnel':
      return `The pool gives ${whoText(event)} port ${port}, between router and uBridge: the lowest that is free.`;
    case 'first free':
      return `${from} gives ${end} port ${port}: the first that Dynamips can bind there.`;
    case 'file':
      return `The lab file gives ${end} port ${port}. No counter moves.`;
    case 'start':
      return `${end} takes port ${port} from the pool when it starts.`;
  }
}

const NO_PORT: Readonly<Record<FailEvent['cause'], string>> = {
  unplaced: 'its device has no hypervisor',
  stopped: 'its hypervisor is stopped',
  exhausted: 'no port of the pool is free',
  'backwards-range': 'the pool ends before it begins',
  'unknown-device': 'a device is not in the lab',
  'interface-in-use': 'an interface has a link already',
  'same-interface': 'both ends are one interface',
};

function failSentence({ end, link, cause }: FailEvent): string {
  const isRefused = cause === 'unknown-device' || cause === 'interface-in-use' || cause === 'same-interface';
  return isRefused ? `The link ${link} is not made: ${NO_PORT[cause]}.` : `${end} gets no port: ${NO_PORT[cause]}.`;
}

function bindSentence(event: BindEvent, { os }: SentenceContext): string {
  const { port, bound = port, outcome, holder } = event;
  const socket = capital(socketText(event));
  const system = SYSTEM_NAMES[os];
  const meets =
    holder === undefined
      ? `${socket} binds port ${bound}.`
      : `${socket} binds port ${bound}, which ${socketText(holder)} has.`;
  switch (outcome) {
    case 'bound':
      return `${socket} binds port ${port}, which is free.`;
    case 'wrapped':
      return `${socket} binds port ${bound}: there is no port ${port}, and Dynamips keeps its low 16 bits.`;
    case 'shared':
      return `${meets} ${whyShared(event, os)}`;
    case 'refused':
      return refusedSentence(event);
    case 'ephemeral':
      return `${socket} binds port 0: the kernel chooses a port that is not known.`;
    case 'fallback':
      return `${meets} ${system} refuses that, and Dynamips goes on to the next address of its peer's name.`;
    default:
      return `${meets} What ${system} makes of that is not known.`;
  }
}

/** On Linux sockets share a port only where both have asked for it. */
function whyShared({ role, holder }: BindEvent, os: OperatingSystem): string {
  if (os !== 'linux') return `${SYSTEM_NAMES[os]} allows it, and no program is told.`;
  const areOfDynamips = role === undefined && holder?.role === undefined;
  const since = areOfDynamips ? ' (Dynamips 0.2.18 and later)' : '';
  return `Both set SO_REUSEADDR${since}, so Linux allows it and no program is told.`;
}

function refusedSentence(event: BindEvent): string {
  const { port, bound = port, holder, reason } = event;
  const end = whoText(event);
  const answer = `The answer is 206, and ${end} has no socket.`;
  if (holder !== undefined) return `${capital(socketText(holder))} has port ${bound}. ${answer}`;
  if (reason === 'peer-port-zero') return `The peer of ${end} would have port 0. ${answer}`;
  if (reason === 'no-address') return `The host of the peer of ${end} has no address. ${answer}`;
  return `${capital(end)} cannot be connected to the host of its peer. ${answer}`;
}

/** What a link does, and how that shows. */
const VERDICTS: Readonly<Record<Verdict, readonly [string, string]>> = {
  ok: ['works', ': each end hears the other'],
  'one-way': ['works', ' in one direction only'],
  looped: ['is broken', ': an end hears itself'],
  misdelivered: ['is broken', ': frames go astray'],
  dead: ['is broken', ': no frame arrives'],
  unknown: ['may work or not', ': that is not known'],
};

function linkSentence({ at, link, verdict }: LinkEvent): string {
  const [what, how] = VERDICTS[verdict];
  const now = at.includes(':') ? ' now' : '';
  return `The link ${link} ${what}${now}${how}.`;
}

function frameSentence(event: FrameEvent): string {
  const { from, role, fate, to, why } = event;
  const sender = whoText({ end: from, ...(role !== undefined && { role }) });
  const receiver = to === null ? '' : whoText(to);
  switch (fate) {
    case 'peer':
      return `A frame of ${sender} arrives at ${receiver}.`;
    case 'self':
      return `A frame of ${sender} comes back to ${receiver}.`;
    case 'other':
      return `A frame of ${sender} goes astray: ${receiver} hears it.`;
    case 'outside':
      return `A frame of ${sender} leaves the lab.`;
    case 'unknown':
      return `Where a frame of ${sender} comes out is not known.`;
    case 'nobody':
      return why === 'refused'
        ? `${capital(sender)} has no socket: it sends and hears nothing.`
        : `A frame of ${sender} is lost: ${LOST[why ?? 'no socket']}.`;
  }
}

const LOST: Readonly<Record<Exclude<FrameEvent['why'], undefined>, string>> = {
  refused: 'there is no socket',
  'no socket': 'no socket has the port that it goes to',
  'other peer': 'the socket at the port that it goes to hears only another peer',
  closed: 'the socket at the far end is closed',
};

function closeSentence(event: CloseEvent): string {
  const { port, isGivenBack } = event;
  const next = isGivenBack ? 'The pool can give it again.' : 'No counter goes back.';
  return `${capital(socketText(event))} closes, and port ${port} is free. ${next}`;
}
