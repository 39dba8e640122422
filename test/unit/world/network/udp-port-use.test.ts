import { createSocket, type Socket } from 'node:dgram';
import { expect } from 'chai';
import { udpPortUse } from '../../../../src/world/network/udp-port-use.ts';

/** What `use` says while a socket has a port; its own port if `address` is not given. */
async function useWhile(options: { reuseAddr?: boolean; ipv6Only?: boolean; address?: string }): Promise<string> {
  const { reuseAddr = false, ipv6Only, address } = options;
  const socket: Socket =
    ipv6Only === undefined ? createSocket({ type: 'udp4', reuseAddr }) : createSocket({ type: 'udp6', ipv6Only });
  await new Promise<void>((resolve) => {
    socket.bind({ port: 0, exclusive: true, ...(address === undefined ? {} : { address }) }, resolve);
  });
  try {
    return await udpPortUse(socket.address().port);
  } finally {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
}

/** As gns3-server's `_check_port` finds them (docs/FACTS.md, "Testing whether a port is free"). */
describe('udpPortUse', () => {
  it('is held while a program has the port for itself, on every address or on one', async () => {
    expect(await useWhile({})).to.equal('held');
    expect(await useWhile({ address: '127.0.0.1' })).to.equal('held');
  });

  it('is shared while those who have it have SO_REUSEADDR', async () => {
    expect(await useWhile({ reuseAddr: true })).to.equal('shared');
  });

  it('is free beside a socket of IPv6 alone', async function () {
    const use = await useWhile({ ipv6Only: true }).catch(() => undefined);
    if (use === undefined) this.skip();
    expect(use).to.equal('free');
  });
});
