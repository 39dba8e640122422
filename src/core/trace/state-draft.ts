import type {
  BindEvent,
  CloseEvent,
  FailEvent,
  FrameEvent,
  GiveEvent,
  HypervisorEvent,
  LinkEvent,
  PlaceEvent,
  RemoveEvent,
  StopEvent,
  TraceEvent,
} from './trace-event.ts';
import type { DeviceState, HypervisorState, LinkState, SocketState, TraceState } from './trace-state.ts';

const NOBODY: readonly number[] = [];

/** A state in the making: what events change is copied once. */
export class StateDraft {
  private step: number;
  private readonly hypervisors: HypervisorState[];
  private readonly devices: DeviceState[];
  private readonly sockets: SocketState[];
  private readonly links: LinkState[];
  /** Socket → whom it hears, while that is being changed. */
  private readonly hears = new Map<number, Set<number>>();
  /** Hypervisors whose counters this step has moved. */
  private readonly moved: number[] = [];
  private hypervisorPlaces: Map<string, number> | undefined;
  private devicePlaces: Map<string, number> | undefined;
  /** Number of a link → its place. */
  private linkPlaces: Map<number, number> | undefined;

  constructor({ step, hypervisors, devices, sockets, links }: TraceState) {
    this.step = step;
    this.hypervisors = [...hypervisors];
    this.devices = [...devices];
    this.sockets = [...sockets];
    this.links = [...links];
    for (const [place, { was }] of hypervisors.entries()) if (was !== undefined) this.moved.push(place);
  }

  /** The state that the events so far make; the draft is used up. */
  state(): TraceState {
    for (const [index, hears] of this.hears) this.change(index, { hears: [...hears].sort((a, b) => a - b) });
    const { step, hypervisors, devices, sockets, links } = this;
    return { step, hypervisors, devices, sockets, links };
  }

  apply(event: TraceEvent): void {
    if (event.step !== this.step) this.turn(event.step);
    switch (event.event) {
      case 'hypervisor':
        this.addHypervisor(event);
        break;
      case 'place':
        this.place(event);
        break;
      case 'give':
        if (event.socket === undefined) this.giveAtStart(event);
        else this.give(event, event.socket);
        break;
      case 'fail':
        this.changeLink(event, { hasFailed: true });
        break;
      case 'bind':
        this.bind(event);
        break;
      case 'connect':
        this.change(event.socket, { local: event.local, remote: event.remote });
        break;
      case 'link':
        this.changeLink(event, { verdict: event.verdict });
        break;
      case 'frame':
        this.frame(event);
        break;
      case 'remove':
        this.changeLink(event, { isRemoved: true });
        break;
      case 'stop':
        this.stop(event);
        break;
      case 'close':
        this.close(event);
        break;
    }
  }

  /** A new step: no counter has moved in it yet. */
  private turn(step: number): void {
    this.step = step;
    for (const place of this.moved) {
      const { was: _, ...rest } = this.hypervisors[place] as HypervisorState;
      this.hypervisors[place] = rest;
    }
    this.moved.length = 0;
  }

  private addHypervisor({ lab, hypervisor, kind, host, machine, base, pool }: HypervisorEvent): void {
    const counter = base === undefined ? {} : { base, next: base };
    const isPool = pool === undefined ? {} : { pool };
    this.hypervisors.push({ ...named(lab), hypervisor, kind, host, machine, ...counter, ...isPool, isStopped: false });
  }

  private place({ lab, device, hypervisor, consoles = [] }: PlaceEvent): void {
    this.devices.push({ ...named(lab), device, hypervisor, consoles, atStart: [] });
  }

  private give(event: GiveEvent, index: number): void {
    const { lab, end, role, device, interface: port = '', from, by, before, after } = event;
    const place = this.hypervisorPlace(lab, from);
    const hypervisor = this.hypervisors[place];
    if (hypervisor !== undefined && before !== undefined && after !== undefined) {
      this.hypervisors[place] = { ...hypervisor, next: after, was: before };
      this.moved.push(place);
    }
    this.sockets[index] = {
      index,
      ...named(lab),
      end,
      device,
      interface: port,
      ...(role !== undefined && { role }),
      link: this.linkPlace({ lab, link: event.link ?? '', number: event.number ?? 0 }),
      hypervisor: from,
      machine: hypervisor?.machine ?? '',
      by,
      port: event.port,
      hears: NOBODY,
      isClosed: false,
    };
  }

  private giveAtStart({ lab, device: name, port }: GiveEvent): void {
    this.devicePlaces ??= placesOf(this.devices, ({ device }) => device);
    const place = this.devicePlaces.get(keyOf(lab, name));
    const device = place === undefined ? undefined : this.devices[place];
    if (place !== undefined && device !== undefined)
      this.devices[place] = { ...device, atStart: [...device.atStart, port] };
  }

  private bind({ socket, outcome, port, bound, holder }: BindEvent): void {
    const boundPort = outcome === 'refused' || bound === 0 ? undefined : (bound ?? port);
    this.change(socket, {
      bind: outcome,
      ...(boundPort !== undefined && { boundPort }),
      ...(holder !== undefined && { holder: holder.socket }),
    });
  }

  private frame({ socket, fate, to, why }: FrameEvent): void {
    this.unhear(socket);
    const { to: _to, why: _why, ...rest } = this.sockets[socket] as SocketState;
    this.sockets[socket] = {
      ...rest,
      fate,
      ...(to !== null && { to: to.socket }),
      ...(why !== undefined && { why }),
    };
    if (to !== null) this.hearsOf(to.socket).add(socket);
  }

  private close({ socket }: CloseEvent): void {
    this.unhear(socket);
    const { fate: _fate, to: _to, why: _why, ...rest } = this.sockets[socket] as SocketState;
    this.sockets[socket] = { ...rest, isClosed: true };
  }

  private stop({ lab, hypervisor: name, ubridgeOf }: StopEvent): void {
    if (ubridgeOf !== undefined) return;
    const place = this.hypervisorPlace(lab, name);
    const hypervisor = this.hypervisors[place];
    if (hypervisor !== undefined) this.hypervisors[place] = { ...hypervisor, isStopped: true };
  }

  private unhear(socket: number): void {
    const { to } = this.sockets[socket] as SocketState;
    if (to !== undefined) this.hearsOf(to).delete(socket);
  }

  private hearsOf(socket: number): Set<number> {
    let hears = this.hears.get(socket);
    if (hears === undefined) {
      hears = new Set(this.sockets[socket]?.hears);
      this.hears.set(socket, hears);
    }
    return hears;
  }

  private change(index: number, change: Partial<SocketState>): void {
    this.sockets[index] = { ...(this.sockets[index] as SocketState), ...change };
  }

  private changeLink(event: FailEvent | LinkEvent | RemoveEvent, change: Partial<LinkState>): void {
    const place = this.linkPlace(event);
    this.links[place] = { ...(this.links[place] as LinkState), ...change };
  }

  /** Where a link is; at the end, from now on, if nothing has happened to it yet. */
  private linkPlace({ lab, link, number }: { lab?: string | undefined; link: string; number: number }): number {
    const { links } = this;
    if (links.at(-1)?.number === number) return links.length - 1;
    this.linkPlaces ??= new Map(links.map((one, index) => [one.number, index]));
    let place = this.linkPlaces.get(number);
    if (place === undefined) {
      place = links.push({ ...named(lab), link, number, isRemoved: false, hasFailed: false }) - 1;
      this.linkPlaces.set(number, place);
    }
    return place;
  }

  private hypervisorPlace(lab: string | undefined, name: string): number {
    this.hypervisorPlaces ??= placesOf(this.hypervisors, ({ hypervisor }) => hypervisor);
    return this.hypervisorPlaces.get(keyOf(lab, name)) ?? -1;
  }
}

function named(lab: string | undefined): { lab?: string } {
  return lab === undefined ? {} : { lab };
}

function keyOf(lab: string | undefined, name: string): string {
  return `${lab ?? ''}\n${name}`;
}

function placesOf<T extends { readonly lab?: string }>(
  items: readonly T[],
  nameOf: (item: T) => string,
): Map<string, number> {
  return new Map(items.map((item, index) => [keyOf(item.lab, nameOf(item)), index]));
}
