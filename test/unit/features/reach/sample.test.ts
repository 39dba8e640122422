import { expect } from 'chai';
import { sampleOf } from '../../../../src/features/reach/sample.ts';

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

describe('sampleOf', () => {
  it('takes all of up to eight ports', () => expect(sampleOf([1, 5, 9, 10])).to.deep.equal([1, 5, 9, 10]));

  it('takes the first, the middle and the last port of a range', () => {
    expect(sampleOf(range(10_000, 10_099))).to.deep.equal([10_000, 10_049, 10_099]);
  });

  it('takes edges before middles, and eight at the most', () => {
    const ports = [...range(10, 19), ...range(30, 39), ...range(50, 59)];
    expect(sampleOf(ports)).to.deep.equal([10, 14, 19, 30, 34, 39, 50, 59]);
    expect(sampleOf(range(1, 99).filter((port) => port % 3 !== 0))).to.have.length(8);
  });
});
