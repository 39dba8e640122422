/** A thing and how many pairs it is in. */
interface Entry {
  readonly one: number;
  readonly size: number;
}

/** Gives the thing in most pairs, the later one of equals (a binary heap). */
export class LatestFirst {
  private readonly heap: Entry[] = [];

  add(one: number, size: number): void {
    const { heap } = this;
    let at = heap.length;
    const entry = { one, size };
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(entry, heap[parent] as Entry)) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Undefined if none is in a pair any more; entries that do not hold any more are passed over. */
  take(holds: (one: number, size: number) => boolean): number | undefined {
    for (let top = this.pop(); top !== undefined; top = this.pop()) {
      if (top.size > 0 && holds(top.one, top.size)) return top.one;
    }
    return undefined;
  }

  private pop(): Entry | undefined {
    const { heap } = this;
    const [top] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!comesBefore(heap[child] as Entry, last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function comesBefore(a: Entry, b: Entry): boolean {
  return a.size > b.size || (a.size === b.size && a.one > b.one);
}
