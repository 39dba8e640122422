import type { Allocation } from '../allocation/allocation.ts';
import type { Nio } from '../allocation/step.ts';
import { countUpTo } from '../count-up-to.ts';
import type { Play } from '../kernel/play.ts';
import { BIND } from '../kernel/socket.ts';
import { VERDICTS, type Verdict, verdictOf } from '../kernel/verdict.ts';
import type { Link } from '../lab/lab.ts';
import { endName } from '../lab/wiring.ts';
import type { SocketName, SocketRole } from './trace-event.ts';

/** A socket as an event names it. */
export type OtherSocket = SocketName & { readonly lab?: string };

/** A link; `place` is its part of an anchor: `3`, or `e1` if the first event has made it. */
export interface TracedLink {
  readonly link: Link;
  readonly number: number;
  readonly place: string;
}

/** The sockets of the kernel by the names that a trace has for them, with the links that they belong to. */
export class PlayedLinks {
  private readonly play: Play;
  private readonly allocations: readonly Allocation[];
  /** The first socket of each lab. */
  private readonly offsets: number[] = [];
  /** Socket → the place of its port among those that were given. */
  private readonly portOf: Int32Array;
  /** Link → its number over all labs. */
  private readonly numbers: Int32Array;
  /** Link → the number of the event that has made it, from 1; 0 for a link of the file. */
  private readonly events: Int32Array;
  /** Link → the place of its last verdict in `VERDICTS`; their number before it has one. */
  private readonly verdicts: Uint8Array;

  constructor(play: Play, allocations: readonly Allocation[]) {
    this.play = play;
    this.allocations = allocations;
    let [sockets, links] = [0, 0];
    for (const { created } of allocations) {
      this.offsets.push(sockets);
      sockets += created.length;
      links += created.links.length;
    }
    this.portOf = new Int32Array(sockets);
    this.numbers = new Int32Array(links);
    this.events = new Int32Array(links);
    this.verdicts = new Uint8Array(links).fill(VERDICTS.length);
  }

  /** A socket was made of the port with this place among those that were given. */
  opened(socket: number, port: number, { number, place }: TracedLink): void {
    this.portOf[socket] = port;
    const link = this.play.link[socket] ?? 0;
    this.numbers[link] = number;
    this.events[link] = place.startsWith('e') ? Number(place.slice(1)) : 0;
  }

  nio(socket: number): Nio {
    const lab = this.labOf(socket);
    return (this.allocations[lab] as Allocation).created.at(socket - (this.offsets[lab] ?? 0));
  }

  nameOf(socket: number): SocketName {
    const nio = this.nio(socket);
    const { a, b } = nio.link;
    const end = endName(nio.end === 'b' ? b : a);
    const role = roleOf(nio);
    const place = this.portOf[socket] ?? 0;
    return role === undefined ? { end, socket: place } : { end, role, socket: place };
  }

  /** With its lab, if that is not `lab`. */
  nameFrom(lab: number, socket: number): OtherSocket {
    const other = this.labOf(socket);
    const name = this.nameOf(socket);
    return other === lab ? name : { ...name, lab: this.labName(other) };
  }

  /** Which of the labs a socket belongs to. */
  labOf(socket: number): number {
    return countUpTo(this.offsets, socket) - 1;
  }

  labName(lab: number): string {
    return this.allocations[lab]?.lab.name ?? '';
  }

  /** The link of a socket, by its name in anchors. */
  linkOf(socket: number): TracedLink {
    const link = this.play.link[socket] ?? 0;
    const number = this.numbers[link] ?? 0;
    const event = this.events[link] ?? 0;
    return { link: this.nio(socket).link, number, place: event > 0 ? `e${event}` : `${number}` };
  }

  /** What a link is worth now; undefined if it is what it was when this was asked last, or if it is gone. */
  newVerdict(socket: number): Verdict | undefined {
    const { play, verdicts } = this;
    const link = play.link[socket] ?? 0;
    const sockets = play.socketsOfLink(socket).filter((other) => play.columns.bind[other] !== BIND.removed);
    if (sockets.length === 0) return undefined;
    const verdict = verdictOf(play.columns, sockets);
    const index = VERDICTS.indexOf(verdict);
    if (verdicts[link] === index) return undefined;
    verdicts[link] = index;
    return verdict;
  }
}

/** Which socket of an end a NIO is; undefined for an end without a uBridge. */
export function roleOf({ tunnel, owner }: Nio): SocketRole | undefined {
  if (owner === 'ubridge') return tunnel ? 'tunnel' : 'link';
  return tunnel ? 'router' : undefined;
}
