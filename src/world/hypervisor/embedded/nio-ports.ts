import type { Nio } from './nio.ts';

/** The NIOs of a bridge or a switch, each at the lowest free place; one may be there more than once. */
export class NioPorts {
  private readonly places: (Nio | undefined)[];

  constructor(capacity: number) {
    this.places = new Array(capacity).fill(undefined);
  }

  /** False if every place is taken. */
  add(nio: Nio): boolean {
    const free = this.places.indexOf(undefined);
    if (free >= 0) this.places[free] = nio;
    return free >= 0;
  }

  /** False if the NIO is not there. */
  remove(nio: Nio): boolean {
    const place = this.places.indexOf(nio);
    if (place >= 0) this.places[place] = undefined;
    return place >= 0;
  }

  find(name: string): Nio | undefined {
    return this.all().find((nio) => nio.name === name);
  }

  all(): Nio[] {
    return this.places.filter((nio) => nio !== undefined);
  }
}
