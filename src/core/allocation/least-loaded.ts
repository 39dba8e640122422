import { Heap } from '../heap.ts';

interface Loaded {
  readonly index: number;
  /** What it carried when it was looked at last. */
  readonly load: number;
}

/**
 * The things of a list by how much they carry: the least loaded one, the first of the list on ties. Loads are
 * kept elsewhere and may only grow, so that the first one is put right when it is looked at.
 */
export class LeastLoaded<T> {
  private readonly items: readonly T[];
  private readonly loadOf: (item: T) => number;
  private readonly heap = new Heap<Loaded>((a, b) => a.load < b.load || (a.load === b.load && a.index < b.index));

  constructor(items: readonly T[], loadOf: (item: T) => number) {
    this.items = items;
    this.loadOf = loadOf;
    for (const [index, item] of items.entries()) this.heap.add({ index, load: loadOf(item) });
  }

  /** Undefined if the list is empty. */
  first(): T | undefined {
    for (let top = this.heap.top; top !== undefined; top = this.heap.top) {
      const item = this.items[top.index] as T;
      const load = this.loadOf(item);
      if (load === top.load) return item;
      this.heap.take();
      this.heap.add({ index: top.index, load });
    }
    return undefined;
  }
}
