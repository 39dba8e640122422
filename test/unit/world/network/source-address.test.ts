import { expect } from 'chai';
import { sourceAddress } from '../../../../src/world/network/source-address.ts';

describe('sourceAddress', () => {
  it('is 127.0.0.1 on the loopback of IPv4, whichever address of it is the destination (seen)', async () => {
    expect(await Promise.all(['127.0.0.1', '127.0.0.2', '0.0.0.0'].map(sourceAddress))).to.deep.equal([
      '127.0.0.1',
      '127.0.0.1',
      '127.0.0.1',
    ]);
  });

  it('is null for what connect() refuses: the broadcast address (seen)', async () => {
    expect(await sourceAddress('255.255.255.255')).to.equal(null);
    expect(await sourceAddress('127.255.255.255')).to.equal(null);
  });
});
