/** Stands for a port that has no value. */
export const FREE = -1;

const PAGE_BITS = 4;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGES_PER_MACHINE = 65_536 >> PAGE_BITS;

/** The pages of 256 machines are found in an array of 4 MiB at most, those of further ones in a map. */
const LISTED_PAGES = 256 * PAGES_PER_MACHINE;

/**
 * A number for each port of each machine, in pages of 16 ports: hypervisors count upwards, so that a page is
 * full or not there, and memory grows with the ports in use and not with the machines.
 */
export class PortMap {
  /** Page → where its values begin, and 0 for one that is not there. */
  private listed: Int32Array = new Int32Array(PAGES_PER_MACHINE);
  private readonly others = new Map<number, number>();
  private values: Int32Array = new Int32Array(1024).fill(FREE);
  /** The first page of values stays empty, since 0 means none. */
  private used = PAGE_SIZE;

  get(machine: number, port: number): number {
    const start = this.startOf(machine * PAGES_PER_MACHINE + (port >> PAGE_BITS));
    return this.values[start + (port & (PAGE_SIZE - 1))] ?? FREE;
  }

  set(machine: number, port: number, value: number): void {
    const page = machine * PAGES_PER_MACHINE + (port >> PAGE_BITS);
    const start = this.startOf(page) || this.add(page);
    this.values[start + (port & (PAGE_SIZE - 1))] = value;
  }

  /** 0, where all values are free, if the page is not there. */
  private startOf(page: number): number {
    return (page < LISTED_PAGES ? this.listed[page] : this.others.get(page)) ?? 0;
  }

  private add(page: number): number {
    const start = this.used;
    this.used += PAGE_SIZE;
    if (this.used > this.values.length) this.values = grown(this.values, this.used, FREE);
    if (page >= LISTED_PAGES) this.others.set(page, start);
    else {
      if (page >= this.listed.length) this.listed = grown(this.listed, page + 1, 0);
      this.listed[page] = start;
    }
    return start;
  }
}

function grown(array: Int32Array, needed: number, empty: number): Int32Array {
  const larger = new Int32Array(Math.max(array.length * 2, needed)).fill(empty);
  larger.set(array);
  return larger;
}
