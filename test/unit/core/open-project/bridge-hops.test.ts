import { expect } from 'chai';
import { bridgeHops } from '../../../../src/core/open-project/bridge-hops.ts';
import type { Place } from '../../../../src/core/open-project/end-chain.ts';

/** A host of which nothing but its name and its sockets, none, is asked. */
const PLACE = {
  node: { name: 'Cloud1' },
  host: { name: 'localhost', grownOf: () => undefined, view: { udp: () => [] } },
} as unknown as Place;

function destinationOf(text: string): unknown {
  const bridge = { name: 'b', isRunning: true, filters: [], source: { text: 'eth0' }, destination: { text } };
  const { isPresent, fault } = bridgeHops(PLACE, { pid: 7, bridge } as Parameters<typeof bridgeHops>[1])[1];
  return { isPresent, fault };
}

describe('a side of a bridge without a port', () => {
  it('is there where it is an interface of the host', () => {
    expect(destinationOf('tap0')).to.deep.equal({ isPresent: true, fault: undefined });
  });

  it('is not seen where it is a UDP socket whose port the system has chosen', () => {
    expect(destinationOf('0:127.0.0.1:20016')).to.deep.equal({ isPresent: false, fault: 'not seen' });
  });
});
