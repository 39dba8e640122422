/**
 * The things of a list by how much they carry: the least loaded one, the first of the list on ties. Loads are
 * kept elsewhere and may only grow (a heap whose top is put right when it is looked at).
 */
export class LeastLoaded<T> {
  private readonly items: readonly T[];
  private readonly loadOf: (item: T) => number;
  /** Indexes of items with the loads that they had; a parent is not behind its children. */
  private readonly heap: Array<{ readonly index: number; load: number }>;

  constructor(items: readonly T[], loadOf: (item: T) => number) {
    this.items = items;
    this.loadOf = loadOf;
    // Sorted, which is a heap too.
    this.heap = items
      .map((item, index) => ({ index, load: loadOf(item) }))
      .sort((a, b) => a.load - b.load || a.index - b.index);
  }

  /** Undefined if the list is empty. */
  first(): T | undefined {
    for (let top = this.heap[0]; top !== undefined; top = this.heap[0]) {
      const item = this.items[top.index] as T;
      const load = this.loadOf(item);
      if (load === top.load) return item;
      top.load = load;
      this.sink();
    }
    return undefined;
  }

  /** Moves the top down to where it belongs. */
  private sink(): void {
    let at = 0;
    for (let child = this.lesser(2 * at + 1); this.isBefore(child, at); child = this.lesser(2 * at + 1)) {
      const [lower, upper] = [this.heap[child], this.heap[at]];
      if (lower === undefined || upper === undefined) return;
      this.heap[at] = lower;
      this.heap[child] = upper;
      at = child;
    }
  }

  /** Of a child and the one beside it the one that comes first. */
  private lesser(left: number): number {
    return this.isBefore(left + 1, left) ? left + 1 : left;
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    return a !== undefined && b !== undefined && (a.load - b.load || a.index - b.index) < 0;
  }
}
