/** So many go on at the same time: they mostly wait. */
const AT_ONCE = 4;

/** Does something with each, some at a time in their order; results in order. */
export async function someAtOnce<Item, Result>(
  all: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...all.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/**
 * Tests that share nothing and wait for other programs most of their time. They begin together, some at a
 * time in their order, and each test waits for its own. To be made inside `describe`.
 */
export class SideBySide {
  private readonly works: (() => Promise<void>)[] = [];

  constructor() {
    let all: Promise<unknown>;
    before(() => {
      all = someAtOnce(this.works, (work) => work());
    });
    after(() => all);
  }

  it(title: string, test: () => Promise<void>): void {
    const ended = new Promise<void>((resolve, reject) => {
      this.works.push(() => test().then(resolve, reject));
    });
    // It may fail before its test is asked.
    ended.catch(() => undefined);
    it(title, () => ended);
  }
}
