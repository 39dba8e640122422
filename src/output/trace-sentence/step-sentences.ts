import type { PortRange } from '../../core/lab/lab.ts';
import { counted } from '../../core/text/counted.ts';
import { listed } from '../../core/text/listed.ts';
import type { SocketRole, TraceEvent } from '../../core/trace/trace-event.ts';
import { poolSentence, type SentenceContext, sentenceOf } from './event-sentence.ts';
import { capital, socketText } from './names.ts';

/** Things of which more are counted instead of listed. */
const MOST_LISTED = 3;

/**
 * What happens at a step, the most important first: a few short sentences, whatever the number of events. The
 * events are those of one step, in their order.
 */
export function sentencesOf(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const [first] = events;
  if (first === undefined) return [];
  switch (first.event) {
    case 'hypervisor':
    case 'place':
      return placed(events, context);
    case 'give':
      return given(only(events, 'give'), context);
    case 'bind':
      return made(events, context);
    case 'link':
    case 'frame':
      return complete(events, context);
    case 'remove':
    case 'stop':
      return released(events, context);
    default:
      return events.map((event) => sentenceOf(event, context));
  }
}

type EventOf<Name extends TraceEvent['event']> = Extract<TraceEvent, { event: Name }>;

function only<Name extends TraceEvent['event']>(events: readonly TraceEvent[], name: Name): EventOf<Name>[] {
  return events.filter((event): event is EventOf<Name> => event.event === name);
}

/** The lab before its first link. */
function placed(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const hypervisors = only(events, 'hypervisor');
  const devices = only(events, 'place');
  const what =
    devices.length > MOST_LISTED
      ? [`${counted(devices.length, 'device')} are placed.`]
      : devices.map((event) => sentenceOf(event, context));
  return [...portsFrom(hypervisors, context), ...what, 'No link is made yet.'];
}

/** Where hypervisors have their UDP ports from: those of one host take from one pool, said once. */
function portsFrom(hypervisors: ReadonlyArray<EventOf<'hypervisor'>>, context: SentenceContext): string[] {
  const names = hypervisors.map(({ hypervisor }) => hypervisor);
  const [{ host, pool } = {}] = hypervisors;
  const isOnePool = hypervisors.every((one) => one.host === host && samePool(one.pool, pool));
  if (host !== undefined && pool !== undefined && isOnePool) return [poolSentence(names, host, pool)];
  if (hypervisors.length > MOST_LISTED) return [`${listed(names)} are there.`, portsOfMany(hypervisors)];
  return hypervisors.map((event) => sentenceOf(event, context));
}

function samePool(one: PortRange | undefined, other: PortRange | undefined): boolean {
  return one?.first === other?.first && one?.last === other?.last;
}

function portsOfMany(hypervisors: ReadonlyArray<EventOf<'hypervisor'>>): string {
  const bases = new Set(hypervisors.map(({ base }) => base));
  if (bases.has(undefined)) return 'Their UDP ports come from the pools of their hosts.';
  if (bases.size === 1) return `Each counts its UDP ports from base ${hypervisors[0]?.base}.`;
  if (bases.size === hypervisors.length) return 'Each counts its UDP ports from a base of its own.';
  return 'Each counts its UDP ports from its base; some have the same base.';
}

/** One port; or two, of a tunnel; or those that a node takes at its start. */
function given(events: ReadonlyArray<EventOf<'give'>>, context: SentenceContext): string[] {
  const [first] = events;
  if (first === undefined) return [];
  if (events.length === 1) return [sentenceOf(first, context)];
  const ports = listed(events.map(({ port }) => `${port}`));
  if (first.by === 'start') return [`${first.end} takes ports ${ports} from the pool when it starts.`];
  return [`The pool gives ${first.end} ports ${ports} for the sockets between the router and its uBridge.`];
}

/** The sockets of one end. */
function made(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const binds = only(events, 'bind');
  const connects = only(events, 'connect');
  const [bind] = binds;
  if (bind === undefined) return [];
  if (binds.length > 1 && binds.every(({ outcome }) => outcome === 'bound')) return [threeSockets(binds)];
  return binds.flatMap((event) => {
    const connect = connects.find(({ socket }) => socket === event.socket);
    if (event.outcome === 'bound' && connect !== undefined)
      return [`${capital(socketText(event))} binds port ${event.port} and sends to ${connect.remote}.`];
    const peer = connect === undefined ? [] : [`${capital(socketText(event))} sends to ${connect.remote}.`];
    return [sentenceOf(event, context), ...(binds.length > 1 ? [] : peer)];
  });
}

/** A router's end behind uBridge. */
function threeSockets(binds: ReadonlyArray<EventOf<'bind'>>): string {
  const portOf = (role: SocketRole): number | undefined => binds.find((bind) => bind.role === role)?.port;
  const { end } = binds[0] as EventOf<'bind'>;
  return `${end} has three sockets now: port ${portOf('router')} of the router, and ports ${portOf('tunnel')} and ${portOf('link')} of its uBridge.`;
}

/** What a link is worth, and where frames come out now: those of its ends, and those of earlier ends. */
function complete(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const links = only(events, 'link');
  const frames = only(events, 'frame');
  const own = frames.filter(isOwn);
  const isWhole = links.find(isOwn)?.verdict === 'ok' && own.length > 1;
  const telling = isWhole
    ? []
    : own.filter(({ role, fate }) => role === undefined || role === 'link' || fate !== 'peer');
  return [
    ...links.filter(isOwn).map((event) => sentenceOf(event, context)),
    ...telling.map((event) => sentenceOf(event, context)),
    ...moved(events, context),
  ];
}

/** False for what happens to an earlier end. */
function isOwn({ at }: TraceEvent): boolean {
  return !at.includes(':');
}

/** What has changed for earlier links and ends. */
function moved(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const links = only(events, 'link').filter((event) => !isOwn(event));
  const frames = only(events, 'frame').filter((event) => !isOwn(event));
  const moreLinks = links.length - MOST_LISTED;
  const moreFrames = frames.length - MOST_LISTED;
  return [
    ...links.slice(0, MOST_LISTED).map((event) => sentenceOf(event, context)),
    ...(moreLinks > 0 ? [`${counted(moreLinks, 'more link')} changed too.`] : []),
    ...frames.slice(0, MOST_LISTED).map((event) => sentenceOf(event, context)),
    ...(moreFrames > 0 ? [`Frames of ${counted(moreFrames, 'more end')} come out elsewhere now, or are lost.`] : []),
  ];
}

/** A link goes, or a hypervisor stops. */
function released(events: readonly TraceEvent[], context: SentenceContext): string[] {
  const closed = only(events, 'close');
  const [first] = events;
  const lead = first === undefined ? [] : [sentenceOf(first, context)];
  return [
    ...lead,
    ...(closed.length === 0 ? [] : [closings(closed, first?.event === 'stop' && first.ubridgeOf !== undefined)]),
    ...moved(events, context),
  ];
}

/** `isUnnoticed`: the server keeps the ports. */
function closings(closed: ReadonlyArray<EventOf<'close'>>, isUnnoticed: boolean): string {
  if (isUnnoticed) {
    const what = closed.length > MOST_LISTED ? counted(closed.length, 'socket') : listed(closed.map(socketText));
    return `${capital(what)} ${closed.length === 1 ? 'closes' : 'close'}. The pool still counts the ports as given.`;
  }
  const isGivenBack = closed.every((event) => event.isGivenBack);
  const next = isGivenBack ? 'The pool can give' : 'No counter goes back';
  if (closed.length > MOST_LISTED) {
    return `${counted(closed.length, 'socket')} close. ${next}${isGivenBack ? ' their ports again' : ''}.`;
  }
  const isOne = closed.length === 1;
  const ports = listed(closed.map(({ port }) => `${port}`));
  const free = isOne ? `closes, and port ${ports} is free` : `close, and ports ${ports} are free`;
  const again = isGivenBack ? (isOne ? ' it again' : ' them again') : '';
  return `${capital(listed(closed.map(socketText)))} ${free}. ${next}${again}.`;
}
