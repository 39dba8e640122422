import { expect } from 'chai';
import { TokenBucket } from '../../../../src/features/reach/token-bucket.ts';

describe('TokenBucket', () => {
  it('lets a burst through, and then its rate', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 5, nowMs: 1000 });
    const taken = (nowMs: number): number =>
      Array.from({ length: 20 }, () => bucket.take(nowMs)).filter(Boolean).length;
    expect(taken(1000)).to.equal(5);
    expect(taken(1000)).to.equal(0);
    expect(taken(1200)).to.equal(2);
    expect(taken(1250)).to.equal(0);
    // However long it was quiet, a burst is a burst.
    expect(taken(1_000_000)).to.equal(5);
  });
});
