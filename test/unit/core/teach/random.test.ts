import { expect } from 'chai';
import { randomOf } from '../../../../src/core/teach/random.ts';

/** What the first version chose. It has no meaning but that it must not change. */
const GOLDEN = [54, 100, 14, 67, 37, 23, 63, 72];

describe('random choices of a seed', () => {
  it('are the same in every version: result files of students name their seed', () => {
    const random = randomOf('2b/student07/same-base-new');
    const numbers = Array.from({ length: 8 }, () => random.int(1, 100));
    expect(numbers).to.deep.equal(GOLDEN);
  });

  it('differ from seed to seed', () => {
    const first = (seed: string): number => randomOf(seed).int(0, 1_000_000_000);
    expect(new Set(['2b/a', '2b/b', '2b/c', ''].map(first)).size).to.equal(4);
  });

  it('stay within their bounds, and reach both', () => {
    const random = randomOf('bounds');
    const seen = new Set(Array.from({ length: 200 }, () => random.int(3, 5)));
    expect([...seen].sort()).to.deep.equal([3, 4, 5]);
  });

  it('shuffle without losing anything, into every order', () => {
    const random = randomOf('orders');
    const orders = new Set(Array.from({ length: 200 }, () => random.shuffled(['a', 'b', 'c']).join('')));
    expect([...orders].sort()).to.deep.equal(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  });

  it('pick nothing from nothing', () => {
    expect(() => randomOf('none').pick([])).to.throw(RangeError, 'nothing to pick from');
  });
});
