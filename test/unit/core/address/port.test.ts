import { expect } from 'chai';
import { wrapPort } from '../../../../src/core/address/port.ts';

describe('wrapPort', () => {
  it('is what Dynamips makes of a port: 70000 becomes 4464 (seen)', () => {
    expect(wrapPort(70_000)).to.equal(4464);
  });

  it('leaves ports up to 65535 alone and starts over after them', () => {
    expect([0, 1, 10_000, 65_535, 65_536, 65_537, 131_072].map(wrapPort)).to.deep.equal([
      0, 1, 10_000, 65_535, 0, 1, 0,
    ]);
  });

  it('wraps a negative number (seen)', () => {
    expect(wrapPort(-1)).to.equal(65_535);
  });
});
