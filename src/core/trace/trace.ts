import { hostPortText } from '../address/host-port.ts';
import { stepsOfAll } from '../allocation/allocate.ts';
import type { Allocation, Deletion } from '../allocation/allocation.ts';
import { hasTunnels, isBehindTunnel } from '../allocation/gns3-server.ts';
import { isCounted } from '../allocation/is-counted.ts';
import type { FailCause, GiveStep, Nio, ReleaseStep, Step } from '../allocation/step.ts';
import type { Generation } from '../kernel/dynamips-version.ts';
import { Play } from '../kernel/play.ts';
import { countSockets } from '../kernel/predict.ts';
import { BIND, BIND_NAMES, DELIVERY_NAMES, NO_SOCKET } from '../kernel/socket.ts';
import type { DeviceEnd, Lab, LabEvent, Link, LinkFault } from '../lab/lab.ts';
import { endName } from '../lab/wiring.ts';
import type { LabModel } from '../model/lab-model.ts';
import { Frames } from './frames.ts';
import { placeEvents } from './place-events.ts';
import { type OtherSocket, PlayedLinks, roleOf, type TracedLink } from './played-links.ts';
import { StepsInHand } from './steps-in-hand.ts';
import type { SocketRole, TraceEvent } from './trace-event.ts';

/**
 * What happens while labs are started one after the other, if `generation` runs wherever nobody has said
 * another version: the steps by which ports are given, each followed by what the kernel makes of the sockets.
 * Events are made when they are asked for, and none is kept: memory is that of a prediction. Folded they are
 * what `simulate` says (docs/TRACE.md).
 */
export function* trace(model: LabModel, generation: Generation): Generator<TraceEvent, void, undefined> {
  yield* placeEvents(model);
  const tracer = new Tracer(model, generation);
  let lab = 0;
  for (const steps of stepsOfAll(model.allocations, model.server)) yield* tracer.start(lab++, steps);
  yield* tracer.rest();
  yield* tracer.startNodes();
}

/** An event before it is known to which step of which lab it belongs. */
type Draft<E = TraceEvent> = E extends TraceEvent ? Loose<Omit<E, 'step' | 'lab'>> : never;

/** What may be absent may be undefined instead. */
type Loose<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

class Tracer {
  private step = 0;
  /** How many links and events of labs there were, and how many ports were given. */
  private linkCount = 0;
  private eventCount = 0;
  private portCount = 0;
  private readonly allocations: readonly Allocation[];
  private readonly play: Play;
  private readonly frames: Frames;
  private readonly links: PlayedLinks;
  private lab = 0;
  /** How many sockets of this lab were opened, and how many were closed. */
  private opened = 0;
  private closed = 0;
  /** The numbers of its links, where an event may name one. */
  private numbers: Map<Link, number> | undefined;

  constructor(model: LabModel, generation: Generation) {
    this.allocations = model.allocations;
    this.play = new Play(countSockets(model.allocations), model.predictOptions(generation));
    this.frames = new Frames(this.play);
    this.links = new PlayedLinks(this.play, model.allocations);
  }

  /** Goes through the links and then the events of one lab, in order. */
  *start(lab: number, steps: Iterator<Step>): Generator<TraceEvent, void, undefined> {
    const { links, events } = this.begin(lab);
    const inHand = new StepsInHand(steps);
    for (const link of links) {
      const number = this.count(link);
      for (const event of this.make({ link, number, place: `${number}` }, inHand.ofLink(link))) yield event;
    }
    for (const event of events) {
      const place = `e${++this.eventCount}`;
      if (event.type !== 'add') yield* this.release(event, place, inHand.release());
      else yield* this.make({ link: event.link, number: this.count(event.link), place }, inHand.ofLink(event.link));
    }
  }

  /** At the end: the frames that were not told before, because too many ends send to one port. */
  *rest(): Generator<TraceEvent, void, undefined> {
    const moved = this.frames.settleRest();
    if (moved.length === 0) return;
    this.step++;
    yield* this.moved('end', moved);
  }

  /** What nodes take from the pools when they start, all labs being open. */
  *startNodes(): Generator<TraceEvent, void, undefined> {
    let nodes = 0;
    for (const [lab, { atStart }] of this.allocations.entries()) {
      this.lab = lab;
      for (const { device, hypervisor, ports } of atStart) {
        const at = `s${++nodes}.port`;
        if (ports.length > 0) this.step++;
        const { name } = device;
        for (const port of ports)
          yield this.event({ at, event: 'give', end: name, device: name, from: hypervisor.name, by: 'start', port });
      }
    }
  }

  private begin(lab: number): Lab {
    const { created, lab: file } = this.allocations[lab] as Allocation;
    this.play.begin(created);
    this.lab = lab;
    this.opened = 0;
    this.closed = 0;
    this.numbers = file.events.length > 0 ? new Map() : undefined;
    return file;
  }

  private count(link: Link): number {
    this.linkCount++;
    this.numbers?.set(link, this.linkCount);
    return this.linkCount;
  }

  /** All events of one link: few, for only some earlier ends send to each of its ports. */
  private make(traced: TracedLink, steps: readonly Step[]): TraceEvent[] {
    const { fault } = traced.link;
    if (steps.length === 0) return fault === undefined ? [] : [this.failed(traced, faultyEnd(traced.link), fault)];
    const events: TraceEvent[] = [];
    const ports = new Map<string, number>();
    const sockets: number[] = [];
    let endInMaking: Nio['end'] | undefined;
    for (const [index, step] of steps.entries()) {
      if (step.type === 'fail') events.push(this.failed(traced, step.end, step.cause));
      if (step.type !== 'give') continue;
      const isFar = step.by === 'tunnel' && isNearOf(step, steps[index - 1]);
      if (!isFar) this.step++;
      events.push(this.give(step, traced, { isFar, ports }));
      for (const nio of step.created) {
        if (nio.end !== endInMaking) this.step++;
        endInMaking = nio.end;
        const socket = this.open(traced, ports.get(portKey(nio.end, roleOf(nio))) ?? 0);
        sockets.push(socket);
        this.pushMade(events, socket, `${traced.place}${nio.end}`);
      }
    }
    if (sockets.length > 0) this.pushComplete(events, sockets, traced);
    return events;
  }

  private give(
    { link, end, hypervisor, counterBefore, port, by }: GiveStep,
    { number, place }: TracedLink,
    { isFar, ports }: { readonly isFar: boolean; readonly ports: Map<string, number> },
  ): TraceEvent {
    const at = atEnd(link, end);
    const isOuter = by === 'pool' && hasTunnels(this.allocation.allocator) && isBehindTunnel(at);
    const role = by === 'tunnel' ? (isFar ? 'tunnel' : 'router') : isOuter ? 'link' : undefined;
    const socket = this.portCount++;
    ports.set(portKey(end, role), socket);
    const counts = isCounted({ by });
    return this.event({
      at: `${place}${end}.${by === 'tunnel' ? 'tunnel' : 'port'}`,
      event: 'give',
      end: endName(at),
      role,
      socket,
      device: at.deviceName,
      interface: at.interface,
      link: link.name,
      number,
      from: hypervisor.name,
      by,
      before: counts ? counterBefore : undefined,
      port,
      after: counts ? port + 1 : undefined,
    });
  }

  /** No port for an end; or a link that the software does not make, because of that end. */
  private failed({ link, number, place }: TracedLink, end: Nio['end'], cause: FailCause | LinkFault): TraceEvent {
    this.step++;
    const name = endName(atEnd(link, end));
    return this.event({ at: `${place}${end}.fail`, event: 'fail', end: name, link: link.name, number, cause });
  }

  private open(traced: TracedLink, port: number): number {
    const socket = this.play.open(this.opened++);
    this.links.opened(socket, port, traced);
    if (this.play.columns.bind[socket] !== BIND.refused) this.frames.changes(socket);
    return socket;
  }

  /** What bind and connect say. */
  private pushMade(events: TraceEvent[], socket: number, place: string): void {
    const { columns, routes } = this.play;
    const name = this.links.nameOf(socket);
    const wanted = this.links.nio(socket).localPort;
    const port = columns.port[socket] ?? 0;
    const outcome = BIND_NAMES[columns.bind[socket] ?? 0] ?? 'unknown';
    const isRefused = outcome === 'refused';
    const { localAddress, remoteAddress, refusal } = routes.route(columns.route[socket] ?? 0);
    const holder = this.socketName(columns.holder[socket] ?? NO_SOCKET);
    events.push(
      this.event({
        at: `${place}.bind`,
        event: 'bind',
        ...name,
        port: wanted,
        outcome,
        bound: port === wanted ? undefined : port,
        reply: isRefused ? 206 : undefined,
        reason: isRefused && holder === undefined ? (refusal ?? 'peer-port-zero') : undefined,
        holder,
      }),
    );
    if (isRefused) return;
    const local = hostPortText(localAddress, port);
    const remote = hostPortText(remoteAddress, columns.remotePort[socket] ?? 0);
    events.push(this.event({ at: `${place}.connect`, event: 'connect', ...name, local, remote }));
  }

  /** All sockets of a link are there: what it is worth, and where frames come out now. */
  private pushComplete(events: TraceEvent[], sockets: readonly number[], { link, number, place }: TracedLink): void {
    this.step++;
    const moved = this.frames.settle();
    this.frames.send(sockets);
    const verdict = this.links.newVerdict(sockets[0] ?? 0);
    if (verdict !== undefined)
      events.push(this.event({ at: `${place}.link`, event: 'link', link: link.name, number, verdict }));
    for (const socket of sockets) events.push(this.frame(socket, `${place}${this.links.nio(socket).end}`));
    for (const event of this.moved(place, moved)) events.push(event);
  }

  /** What has changed for earlier sockets and their links; `closed` are sockets that are gone. */
  private *moved(place: string, sockets: readonly number[], closed: readonly number[] = []): Generator<TraceEvent> {
    for (const socket of [...closed, ...sockets]) {
      const verdict = this.links.newVerdict(socket);
      if (verdict === undefined) continue;
      const { link, number, place: own } = this.links.linkOf(socket);
      yield this.event({ at: `${place}:${own}.link`, event: 'link', link: link.name, number, verdict }, socket);
    }
    for (const socket of sockets) {
      const { place: own } = this.links.linkOf(socket);
      yield this.frame(socket, `${place}:${own}${this.links.nio(socket).end}`);
    }
  }

  private frame(socket: number, place: string): TraceEvent {
    const { columns } = this.play;
    const { end: from, role, socket: port } = this.links.nameOf(socket);
    const fate = DELIVERY_NAMES[columns.delivery[socket] ?? 0] ?? 'unknown';
    const receiver = fate === 'unknown' ? NO_SOCKET : (columns.receiver[socket] ?? NO_SOCKET);
    const to = receiver === NO_SOCKET ? null : this.links.nameFrom(this.links.labOf(socket), receiver);
    const why = this.frames.why(socket);
    return this.event({ at: `${place}.frame`, event: 'frame', from, role, socket: port, fate, to, why }, socket);
  }

  /** A link is removed, or a hypervisor stops: its sockets close. */
  private *release(
    event: Exclude<LabEvent, { type: 'add' }>,
    place: string,
    { deleted, givenBack }: ReleaseStep,
  ): Generator<TraceEvent, void, undefined> {
    this.step++;
    const isRemoved = event.type === 'remove';
    if (event.type === 'stop')
      yield this.event({
        at: `${place}.stop`,
        event: 'stop',
        hypervisor: event.hypervisor.name,
        ubridgeOf: event.ubridgeOf?.name,
      });
    else {
      const number = this.numbers?.get(event.link) ?? 0;
      yield this.event({ at: `${place}.remove`, event: 'remove', link: event.link.name, number });
    }
    const sockets: number[] = [];
    for (const nio of deleted) {
      const socket = this.close(isRemoved);
      sockets.push(socket);
      const at = `${place}:${this.links.linkOf(socket).place}${nio.end}.close`;
      const port = this.play.columns.port[socket] ?? 0;
      yield this.event({ at, event: 'close', ...this.links.nameOf(socket), port, isGivenBack: givenBack.has(nio) });
    }
    yield* this.moved(place, this.frames.settle(), sockets);
  }

  /** The NIOs that go are those of the allocation, in its order. */
  private close(isRemoved: boolean): number {
    const { index } = this.allocation.deletions[this.closed++] as Deletion;
    const socket = this.play.close(index, isRemoved);
    this.frames.changes(socket);
    this.frames.forget(socket);
    return socket;
  }

  private socketName(socket: number): OtherSocket | undefined {
    return socket === NO_SOCKET ? undefined : this.links.nameFrom(this.lab, socket);
  }

  private get allocation(): Allocation {
    return this.allocations[this.lab] as Allocation;
  }

  /** An event of this step; of a socket that it names, if that may be of another lab. */
  private event(draft: Draft, socket?: number): TraceEvent {
    const lab =
      this.allocations.length === 1
        ? undefined
        : this.links.labName(socket === undefined ? this.lab : this.links.labOf(socket));
    // A loop instead of `present`: this is most of the work of a trace.
    const event: Record<string, unknown> = { step: this.step, at: draft.at };
    if (lab !== undefined) event['lab'] = lab;
    for (const key in draft) {
      const value = draft[key as keyof Draft] as unknown;
      if (value !== undefined) event[key] = value;
    }
    return event as unknown as TraceEvent;
  }
}

function portKey(end: Nio['end'], role: SocketRole | undefined): string {
  return `${end}${role ?? ''}`;
}

function atEnd({ a, b }: Link, end: Nio['end']): DeviceEnd {
  return end === 'b' && b.type === 'device' ? b : a;
}

/** True if `before` is the port of the router's side of the same tunnel. */
function isNearOf({ end }: GiveStep, before: Step | undefined): boolean {
  return before?.type === 'give' && before.by === 'tunnel' && before.end === end && before.created.length === 0;
}

/** The end because of which a link is not made. */
function faultyEnd({ a, b, fault, heldBy }: Link): Nio['end'] {
  if (fault === 'unknown-device') return a.device === undefined ? 'a' : 'b';
  const holds = (end: DeviceEnd): boolean =>
    [heldBy?.a, heldBy?.b].some((one) => one?.type === 'device' && endName(one) === endName(end));
  return fault === 'interface-in-use' && b.type === 'device' && holds(b) && !holds(a) ? 'b' : 'a';
}
