import { expect } from 'chai';
import { isToldPeerOf, toldPeer } from '../../../../src/core/sockets/told-peer.ts';

/** `host:port`, or nothing. */
function told(localPort: number, ...args: readonly string[]): string | undefined {
  const peer = toldPeer({ localPort }, { name: args[0] ?? '', args });
  return peer && `${peer.host}:${peer.port}`;
}

describe('toldPeer', () => {
  it('VPCS: each PC sends to the port as far behind -c as its own is behind -s', () => {
    // The defaults of 0.5b2, as its help says them.
    expect(told(20_000, 'vpcs')).to.equal('127.0.0.1:30000');
    expect(told(20_008, 'vpcs')).to.equal('127.0.0.1:30008');
    // As a GNS3 server starts it (docs/FACTS.md).
    const args = ['vpcs', '-p', '5004', '-m', '0', '-i', '1', '-F', '-R', '-s', '20038', '-c', '20039'];
    expect(told(20_038, ...args, '-t', '10.0.0.9')).to.equal('10.0.0.9:20039');
    expect(told(20_002, 'vpcs', '-s20001', '-c30010')).to.equal('127.0.0.1:30011');
  });

  it('VPCS: not the relay, nor a PC that there is not', () => {
    expect(told(20_009, 'vpcs')).to.equal(undefined);
    expect(told(20_001, 'vpcs', '-i', '1')).to.equal(undefined);
    expect(told(19_999, 'vpcs')).to.equal(undefined);
  });

  it('QEMU: the socket of its options', () => {
    const netdev = 'socket,id=n0,udp=127.0.0.1:10000,localaddr=127.0.0.1:20000';
    expect(told(20_000, 'qemu-system-x86', '-netdev', netdev)).to.equal('127.0.0.1:10000');
    expect(told(20_001, 'qemu-system-x86', '-netdev', netdev)).to.equal(undefined);
    expect(told(40_000, 'qemu', '-net', 'udp,vlan=0,sport=40000,dport=10000,daddr=127.0.0.1')).to.equal(
      '127.0.0.1:10000',
    );
  });

  it('is not known of others, or without a command line', () => {
    expect(toldPeer({ localPort: 20_000 }, { name: 'vpcs', args: [] })).to.equal(undefined);
    expect(told(20_000, 'unbound')).to.equal(undefined);
  });

  it('says which option another port needs', () => {
    const peer = toldPeer({ localPort: 20_002 }, { name: 'vpcs', args: ['vpcs'] });
    expect(peer?.optionFor(30_007)).to.equal('-c 30005');
  });

  it('fits a socket with that port and address; a name may be any address', () => {
    const peer = (host: string) => ({ host, port: 30_000, optionFor: () => '' });
    const row = { localAddress: '127.0.0.1', localPort: 30_000 };
    expect(isToldPeerOf(peer('127.0.0.1'), row)).to.equal(true);
    expect(isToldPeerOf(peer('localhost'), row)).to.equal(true);
    expect(isToldPeerOf(peer('10.0.0.1'), row)).to.equal(false);
    expect(isToldPeerOf(peer('127.0.0.1'), { ...row, localPort: 30_005 })).to.equal(false);
  });
});
