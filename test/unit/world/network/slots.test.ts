import { expect } from 'chai';
import { Slots } from '../../../../src/world/network/slots.ts';

/** A piece of work that the test ends. */
class Work {
  private settle: (error?: Error) => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly log: string[],
  ) {}

  readonly run = (): Promise<string> => {
    this.log.push(this.name);
    return new Promise((resolve, reject) => {
      this.settle = (error) => (error === undefined ? resolve(this.name) : reject(error));
    });
  };

  end(error?: Error): void {
    this.settle(error);
  }
}

/** Until everything that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('Slots', () => {
  it('runs as many at a time as there are slots, first come first served', async () => {
    const slots = new Slots(2);
    const begun: string[] = [];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => new Work(name, begun)) as [Work, Work, Work, Work];
    const results = Promise.all([a, b, c, d].map((work) => slots.within(work.run)));
    await turn();
    expect(begun).to.deep.equal(['a', 'b']);
    b.end();
    await turn();
    expect(begun).to.deep.equal(['a', 'b', 'c']);
    a.end();
    await turn();
    expect(begun).to.deep.equal(['a', 'b', 'c', 'd']);
    c.end();
    d.end();
    expect(await results).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('gives a slot back when the work fails', async () => {
    const slots = new Slots(1);
    const begun: string[] = [];
    const [bad, good] = [new Work('bad', begun), new Work('good', begun)];
    const failure = slots.within(bad.run).catch((error: Error) => error.message);
    const success = slots.within(good.run);
    bad.end(new Error('no'));
    expect(await failure).to.equal('no');
    await turn();
    good.end();
    expect(await success).to.equal('good');
  });

  it('has all its slots again after many have waited', async () => {
    const slots = new Slots(3);
    let [running, most] = [0, 0];
    const count = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    };
    for (let round = 0; round < 2; round++) {
      most = 0;
      await Promise.all(Array.from({ length: 20 }, () => slots.within(count)));
      expect(most).to.equal(3);
    }
  });

  it('lets others go on while somebody gives way, but no more than four for each slot', async () => {
    const slots = new Slots(2);
    let begun = 0;
    const ends: (() => void)[] = [];
    const all = Array.from({ length: 20 }, () =>
      slots.within(async (giveWay) => {
        begun++;
        giveWay();
        await new Promise<void>((resolve) => ends.push(resolve));
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    // Eight wait, and the two that would be one too many keep their slots.
    expect(begun).to.equal(10);
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    expect(begun).to.equal(20);
  });
});
