import { GRADES } from './grade.ts';
import type { Origin } from './systems/statement.ts';

/** The number of what is not established, in every `Bases`. */
export const NO_BASIS = 0;

/** What predictions rest on, by number: a million sockets share a few grades and places. */
export class Bases {
  private readonly origins: Origin[] = [{ grade: 'unknown', place: '' }];
  private readonly ranks: number[] = [GRADES.indexOf('unknown')];

  numberOf({ grade, place }: Origin): number {
    const known = this.origins.findIndex((origin) => origin.grade === grade && origin.place === place);
    if (known >= 0) return known;
    this.ranks.push(GRADES.indexOf(grade));
    return this.origins.push({ grade, place }) - 1;
  }

  at(number: number): Origin {
    return this.origins[number] as Origin;
  }

  /** What rests on both rests on the less sure one; on the first if they are equally sure. */
  weaker(first: number, second: number): number {
    return (this.ranks[second] ?? 0) > (this.ranks[first] ?? 0) ? second : first;
  }
}
