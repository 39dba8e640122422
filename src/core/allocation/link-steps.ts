import type { DeviceEnd, Hypervisor, Lab, LabEvent, Link } from '../lab/lab.ts';
import type { Placement } from './allocator.ts';
import { LiveNios } from './live-nios.ts';
import type { FailStep, GiveStep, Nio, Step } from './step.ts';

/** A link whose two ends are known devices on known hypervisors. */
export interface PlacedLink {
  readonly link: Link;
  readonly a: DeviceEnd;
  readonly b: DeviceEnd;
  readonly hypervisorA: Hypervisor;
  readonly hypervisorB: Hypervisor;
}

/** What tells one rule set from another: how a link gets its ports, and whether they ever come back. */
export interface PortRules {
  /** The steps that make one link. */
  connect(placed: PlacedLink): readonly Step[];
  /** The counter as it stands, for a step that does not touch it. */
  counterOf(hypervisor: Hypervisor): number;
  /** A NIO is gone. True if its port can be given again. */
  giveBack(nio: Nio): boolean;
  /** Called for a NIO whose port the lab file writes out; most rule sets do not notice. */
  notice?(nio: Nio): void;
}

/**
 * Goes through the links and then the events of a lab, in order, and lets the rules give out ports; a link
 * with a fault is never made. Every allocator is made of this.
 */
export function* linkSteps(lab: Lab, placement: Placement, rules: PortRules): Generator<Step, void, undefined> {
  if (lab.events.length === 0) {
    // Half a million links: a `yield*` for each would cost as much as all the rest.
    for (const link of lab.links) for (const step of make(link, placement, rules)) yield step;
    return;
  }
  const live = new LiveNios();
  const stopped = new Set<Hypervisor>();
  for (const link of lab.links) yield* live.watch(make(link, placement, rules));
  for (const event of lab.events) {
    if (event.type === 'add') {
      yield* live.watch(make(event.link, placement, rules, stopped));
      continue;
    }
    if (event.type === 'stop' && event.ubridgeOf === undefined) stopped.add(event.hypervisor);
    yield release(event, live, rules);
  }
}

function release(event: Exclude<LabEvent, { type: 'add' }>, live: LiveNios, rules: PortRules): Step {
  const step = live.release(event);
  if (event.type === 'remove') for (const nio of live.takeKept(event.link)) rules.giveBack(nio);
  // A server does not notice that a uBridge has ended: its ports stay given until the link is deleted.
  const isUnnoticed = event.type === 'stop' && event.ubridgeOf !== undefined;
  return { ...step, givenBack: new Set(isUnnoticed ? [] : step.deleted.filter((nio) => rules.giveBack(nio))) };
}

function make(link: Link, placement: Placement, rules: PortRules, stopped?: ReadonlySet<Hypervisor>): readonly Step[] {
  if (link.fault !== undefined) return [];
  const { a, b } = link;
  const hypervisorA = a.device && placement.hypervisorOf.get(a.device);
  const hypervisorB = b.type === 'device' && b.device ? placement.hypervisorOf.get(b.device) : undefined;
  if (hypervisorA === undefined) return [unplaced(link, 'a', a)];
  if (b.type === 'device' && hypervisorB === undefined) return [unplaced(link, 'b', b)];
  if (stopped?.has(hypervisorA)) return [isStopped(link, 'a', hypervisorA)];
  if (hypervisorB !== undefined && stopped?.has(hypervisorB)) return [isStopped(link, 'b', hypervisorB)];
  if (b.type === 'device')
    return hypervisorB === undefined ? [] : rules.connect({ link, a, b, hypervisorA, hypervisorB });
  const step = explicit(link, hypervisorA, rules.counterOf(hypervisorA));
  if (step === undefined) return [];
  for (const nio of step.created) rules.notice?.(nio);
  return [step];
}

/** Other NIOs than UDP open no port: there is no step for them. */
function explicit(link: Link, hypervisor: Hypervisor, counterBefore: number): GiveStep | undefined {
  if (link.b.type !== 'nio' || link.b.udp === undefined) return undefined;
  const { localPort, remoteHost, remotePort } = link.b.udp;
  const side: LinkSide = { link, end: 'a', at: link.a, hypervisor, localPort, remoteHost, remotePort };
  return {
    type: 'give',
    link,
    end: 'a',
    hypervisor,
    counterBefore,
    port: localPort,
    by: 'file',
    created: [{ ...nioAt(side), explicit: true }],
  };
}

function isStopped(link: Link, end: 'a' | 'b', hypervisor: Hypervisor): FailStep {
  return { type: 'fail', link, end, hypervisor, cause: 'stopped', why: `${hypervisor.name} is stopped` };
}

function unplaced(link: Link, end: 'a' | 'b', at: DeviceEnd): FailStep {
  return {
    type: 'fail',
    link,
    end,
    hypervisor: undefined,
    cause: 'unplaced',
    why: `${at.deviceName} has no hypervisor`,
  };
}

/** One end of a link while it is made. */
export interface LinkSide {
  readonly link: Link;
  readonly end: 'a' | 'b';
  readonly at: DeviceEnd;
  readonly hypervisor: Hypervisor;
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/** The NIO of one end, as `nio create_udp` makes it: bound to every address. */
export function nioAt({ link, end, at, hypervisor, localPort, remoteHost, remotePort }: LinkSide): Nio {
  return {
    hypervisor,
    owner: 'hypervisor',
    localPort,
    remoteHost,
    remotePort,
    device: at.deviceName,
    interface: at.interface,
    link,
    end,
    tunnel: false,
    explicit: false,
    boundTo: 'any',
  };
}
