/** So many go on at the same time: they mostly wait. */
const AT_ONCE = 4;

/**
 * Tests that share nothing and wait for other programs most of their time. They begin together, some at a
 * time in their order, and each test waits for its own. To be made inside `describe`.
 */
export class SideBySide {
  private readonly queue: (() => Promise<void>)[] = [];

  constructor() {
    let workers: Promise<void>[] = [];
    before(() => {
      workers = Array.from({ length: AT_ONCE }, () => this.work());
    });
    after(() => Promise.all(workers));
  }

  it(title: string, test: () => Promise<void>): void {
    const ended = new Promise<void>((resolve, reject) => {
      this.queue.push(() => test().then(resolve, reject));
    });
    // It may fail before its test is asked.
    ended.catch(() => undefined);
    it(title, () => ended);
  }

  private async work(): Promise<void> {
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) await next();
  }
}
