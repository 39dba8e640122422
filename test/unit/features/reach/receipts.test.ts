import { expect } from 'chai';
import { Receipts, readReceipts } from '../../../../src/features/reach/receipts.ts';

const run = (number: number): Uint8Array => Uint8Array.from([0, 0, 0, 0, 0, 0, number >> 8, number & 0xff]);

/** What is told of these ports. */
function told(receipts: Receipts, of: Uint8Array, ...ports: number[]): unknown {
  const known = readReceipts(receipts.of(of, ports), ports);
  return known && ports.map((port) => [known.get(port)?.received, known.get(port)?.answered]);
}

describe('the receipts of a responder', () => {
  it('count the probes of a port and those that were answered, each run for itself', () => {
    const receipts = new Receipts();
    receipts.note(run(1), 10_000, true);
    receipts.note(run(1), 10_000, false);
    receipts.note(run(1), 65_535, true);
    receipts.note(run(2), 10_001, true);
    expect(told(receipts, run(1), 10_000, 10_001, 65_535)).to.deep.equal([
      [2, 1],
      [0, 0],
      [1, 1],
    ]);
    expect(told(receipts, run(2), 10_000, 10_001)).to.deep.equal([
      [0, 0],
      [1, 1],
    ]);
    expect(told(receipts, run(3), 10_000)).to.deep.equal([[0, 0]]);
  });

  it('do not count beyond fifteen', () => {
    const receipts = new Receipts();
    for (let count = 0; count < 300; count++) receipts.note(run(1), 7, true);
    expect(told(receipts, run(1), 6, 7, 8)).to.deep.equal([
      [0, 0],
      [15, 15],
      [0, 0],
    ]);
  });

  it('keep 32 runs, forget the one that was not heard of for longest, and say nothing of what may be forgotten', () => {
    const receipts = new Receipts();
    for (let number = 1; number <= 32; number++) receipts.note(run(number), 7, true);
    receipts.note(run(1), 7, true);
    receipts.note(run(33), 7, true);
    expect(told(receipts, run(1), 7)).to.deep.equal([[2, 2]]);
    expect(told(receipts, run(2), 7)).to.equal(undefined);
    expect(told(receipts, run(3), 7)).to.deep.equal([[1, 1]]);
    expect(told(receipts, run(99), 7)).to.equal(undefined);
  });
});
