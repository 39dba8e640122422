/** Stands for a port that has no value. */
export const FREE = -1;

const PAGE_BITS = 4;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGES_PER_MACHINE = 65_536 >> PAGE_BITS;

/**
 * A number for each port of each machine, in pages of 16 ports: hypervisors count upwards, so that a page is
 * full or not there, and memory grows with the ports in use and not with the machines.
 */
export class PortMap {
  private readonly pages = new Map<number, number>();
  private values = new Int32Array(1024).fill(FREE);
  private used = 0;
  private lastPage = -1;
  private lastStart = 0;

  get(machine: number, port: number): number {
    const start = this.startOf(machine * PAGES_PER_MACHINE + (port >> PAGE_BITS));
    return start < 0 ? FREE : (this.values[start + (port & (PAGE_SIZE - 1))] ?? FREE);
  }

  set(machine: number, port: number, value: number): void {
    const page = machine * PAGES_PER_MACHINE + (port >> PAGE_BITS);
    let start = this.startOf(page);
    if (start < 0) {
      start = this.used;
      this.used += PAGE_SIZE;
      if (this.used > this.values.length) this.grow();
      this.pages.set(page, start);
      this.lastStart = start;
    }
    this.values[start + (port & (PAGE_SIZE - 1))] = value;
  }

  private startOf(page: number): number {
    if (page === this.lastPage) return this.lastStart;
    this.lastPage = page;
    this.lastStart = this.pages.get(page) ?? -1;
    return this.lastStart;
  }

  private grow(): void {
    const grown = new Int32Array(this.values.length * 2).fill(FREE);
    grown.set(this.values);
    this.values = grown;
  }
}
