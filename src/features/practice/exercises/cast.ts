import type { Random } from '../../../core/teach/random.ts';

/** Names of routers: short, so that a link with its ports fits into a line. */
const CASTS: ReadonlyArray<readonly string[]> = [
  ['R1', 'R2', 'R3', 'R4', 'R5', 'R6'],
  ['A1', 'B2', 'C3', 'D4', 'E5', 'F6'],
  ['Ada', 'Bob', 'Cem', 'Dia', 'Eva', 'Flo'],
  ['oak', 'elm', 'ash', 'fir', 'yew', 'bay'],
  ['Oslo', 'Rome', 'Bonn', 'Cork', 'Lyon', 'Bari'],
];

/** As many names of routers, at most six, in an order of their own. */
export function castOf(random: Random, count: number): string[] {
  return random.shuffled(random.pick(CASTS).slice(0, count));
}

/** Gives each router its interfaces one after the other: f0/0, f1/0, …, as links are named. */
export class Interfaces {
  private readonly used = new Map<string, number>();

  /** `R1 f0/0 -- R2 f0/0` */
  link(a: string, b: string): string {
    return `${this.next(a)} -- ${this.next(b)}`;
  }

  /** `R1 f0/0`, then `R1 f1/0` */
  private next(router: string): string {
    const count = this.used.get(router) ?? 0;
    this.used.set(router, count + 1);
    return `${router} f${count}/0`;
  }
}

/** A link whose ends stand in the order that the random choice takes. */
export function eitherWay(random: Random, a: string, b: string): [string, string] {
  return random.int(0, 1) === 0 ? [a, b] : [b, a];
}

/** The three links of three routers, each with each, in any order and written from either end. */
export function meshOf(random: Random, [a, b, c]: readonly [string, string, string]): string[] {
  const plug = new Interfaces();
  const pairs = random.shuffled<readonly [string, string]>([
    [a, b],
    [b, c],
    [c, a],
  ]);
  return pairs.map(([one, other]) => plug.link(...eitherWay(random, one, other)));
}
