import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { type FirstOnes, firstOnes, type Places, place } from './first-ones.ts';
import { SenderLists } from './sender-lists.ts';

/** The ports of colliding NIOs of a hypervisor, each at the place of the first NIO that wants it. */
interface CollidingPorts {
  readonly all: Places;
  readonly refused: Places;
  readonly unknown: Places;
  readonly fallback: Places;
}

/**
 * What one generation makes of ports that are wanted twice, by hypervisor: there may be as many findings as
 * NIOs, and none of them may look through all NIOs.
 */
export class CollisionIndex {
  /** Links that a collision has broken. */
  private readonly broken: readonly PredictedLink[];
  private readonly brokenOf = new Map<Hypervisor, Places>();
  private readonly portsOf = new Map<Hypervisor, CollidingPorts>();
  private readonly prediction: Prediction;
  private readonly senders: SenderLists;
  /** Hypervisor → those whose NIOs take frames, or the place, of one of its own. */
  private readonly takers = new Map<Hypervisor, Set<Hypervisor>>();
  /** Machine, port and peer → the newest NIO that shares them. */
  private readonly newestTwin = new Map<string, number>();

  private readonly newestTakesAll: boolean;

  constructor(prediction: Prediction, broken: readonly PredictedLink[]) {
    this.prediction = prediction;
    this.newestTakesAll = prediction.newestTakesAll;
    this.senders = new SenderLists(broken.length === 0 ? 0 : prediction.socketCount);
    this.broken = broken.filter(({ sockets }) => sockets.some((one) => one.holder !== NO_SOCKET || isStolen(one)));
    for (const [number, { sockets }] of this.broken.entries()) {
      for (const { nio } of sockets) place(of(this.brokenOf, nio.hypervisor, newPlaces), number, number);
    }
    for (const { sockets } of broken) {
      for (const socket of sockets) {
        this.enterTaker(prediction, socket);
        this.senders.add(socket);
      }
    }
    for (const socket of prediction.collidingSockets()) this.enterColliding(socket);
  }

  /** True if a NIO of one of these hypervisors has what a NIO of another of them needs. */
  isHarmAmong(hypervisors: ReadonlySet<Hypervisor>): boolean {
    for (const hypervisor of hypervisors) {
      const takers = this.takers.get(hypervisor) ?? NONE;
      const [few, many] = takers.size < hypervisors.size ? [takers, hypervisors] : [hypervisors, takers];
      for (const one of few) if (many.has(one)) return true;
    }
    return false;
  }

  /** How many links with an end on these hypervisors collisions have broken, and the first `most` of them. */
  brokenOn(hypervisors: ReadonlySet<Hypervisor>, most: number): { count: number; first: PredictedLink[] } {
    const { count, first } = firstOnes(
      [...hypervisors].flatMap((one) => this.brokenOf.get(one) ?? []),
      most,
    );
    return { count, first: first.flatMap((index) => this.broken[index] ?? []) };
  }

  /** The sockets whose frames arrive at this one, those of links that work apart. */
  sendersTo({ index }: PredictedSocket): readonly PredictedSocket[] {
    return this.senders.of(index).map((sender) => this.prediction.socket(sender));
  }

  /** The ports of these hypervisors that were taken before, or those of them with one outcome. */
  collidingPorts(hypervisors: ReadonlySet<Hypervisor>, outcome: keyof CollidingPorts): FirstOnes {
    return firstOnes([...hypervisors].flatMap((one) => this.portsOf.get(one)?.[outcome] ?? []));
  }

  /** Those that answer 206, in the order of their first refused NIO. */
  refusing(hypervisors: ReadonlySet<Hypervisor>): Hypervisor[] {
    const first = (one: Hypervisor): number => this.portsOf.get(one)?.refused.values().next().value ?? -1;
    return [...hypervisors].filter((one) => first(one) >= 0).sort((a, b) => first(a) - first(b));
  }

  /** True if a NIO that was connected later shares port and peer of this one, and so gets all its frames. */
  hasNewerTwin(socket: PredictedSocket): boolean {
    return (this.newestTwin.get(twinKey(socket)) ?? NO_SOCKET) > socket.index;
  }

  private enterTaker(prediction: Prediction, socket: PredictedSocket): void {
    const other = socket.holder === NO_SOCKET ? socket.receiver : socket.holder;
    if (other === NO_SOCKET || other === socket.index) return;
    of(this.takers, socket.nio.hypervisor, () => new Set()).add(prediction.hypervisorOf(other));
  }

  private enterColliding(socket: PredictedSocket): void {
    const { bind, index, nio, port } = socket;
    const ports = of(this.portsOf, nio.hypervisor, newPorts);
    place(ports.all, port, index);
    if (bind === 'refused' || bind === 'unknown' || bind === 'fallback') place(ports[bind], port, index);
    if (bind === 'shared' && this.newestTakesAll) this.newestTwin.set(twinKey(socket), index);
  }
}

const NONE: ReadonlySet<Hypervisor> = new Set();

/** A NIO whose frames, or whose place, another one has. */
function isStolen({ delivery }: PredictedSocket): boolean {
  return delivery === 'self' || delivery === 'other';
}

function twinKey({ machine, port, remotePort, route }: PredictedSocket): string {
  return `${machine} ${port} ${remotePort} ${route.remoteAddress}`;
}

function newPlaces(): Places {
  return new Map();
}

function newPorts(): CollidingPorts {
  return { all: new Map(), refused: new Map(), unknown: new Map(), fallback: new Map() };
}

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
