import { expect } from 'chai';
import { canonicalInterface, looksLikeNio, parseNio } from '../../../../src/core/lab/endpoint.ts';

describe('endpoint', () => {
  describe('canonicalInterface', () => {
    const spellings: Record<string, string[]> = {
      'f0/1': ['f0/1', 'F0/1', 'fa0/1', 'FastEthernet0/1', 'fastethernet00/01'],
      's1/0': ['s1/0', 'S1/0', 'se1/0', 'Serial1/0'],
      'e0/1': ['e1', 'E1', 'eth1', 'Ethernet1', 'e0/1'],
      '7': ['7', '07'],
    };
    for (const [name, written] of Object.entries(spellings)) {
      it(`is one name for ${written.join(', ')}`, () => {
        expect([...new Set(written.map(canonicalInterface))]).to.deep.equal([name]);
      });
    }

    it('tells types, slots and ports apart', () => {
      const names = ['f0/0', 'e0/0', 's0/0', 'f1/0', 'f0/1', 'f11/0', '1', '11'];
      expect(new Set(names.map(canonicalInterface)).size).to.equal(names.length);
    });
  });

  describe('parseNio', () => {
    it('reads ports and host of a UDP NIO', () => {
      expect(parseNio('NIO_udp:30000:127.0.0.1:20000')).to.deep.equal({
        type: 'nio',
        text: 'NIO_udp:30000:127.0.0.1:20000',
        udp: { localPort: 30000, remoteHost: '127.0.0.1', remotePort: 20000 },
      });
    });

    it('reads the type in any case, and a host name or an IPv6 address', () => {
      expect(parseNio('nio_UDP:1:bender:2')).to.have.deep.property('udp', {
        localPort: 1,
        remoteHost: 'bender',
        remotePort: 2,
      });
      expect(parseNio('nio_udp:1:fe80::1:2')).to.have.deep.property('udp', {
        localPort: 1,
        remoteHost: 'fe80::1',
        remotePort: 2,
      });
    });

    it('keeps the other types as they are written, without a port', () => {
      const texts = [
        'NIO_gen_eth:eth0',
        String.raw`NIO_gen_eth:\Device\NPF_{B00A38DD}`,
        'NIO_linux_eth:eth1',
        'NIO_tap:tap0',
        'NIO_unix:/tmp/a:/tmp/b',
        'NIO_vde:/tmp/c:/tmp/d',
        'NIO_null',
      ];
      for (const text of texts) expect(parseNio(text)).to.deep.equal({ type: 'nio', text });
    });

    it('says why when a NIO is malformed', () => {
      const texts = [
        'NIO_udp',
        'NIO_udp:',
        'NIO_udp:30000',
        'NIO_udp:30000:127.0.0.1',
        'NIO_udp:30000::20000',
        'NIO_udp:x:127.0.0.1:20000',
        'NIO_udp:30000:127.0.0.1:',
        'NIO_udp:1234567890:127.0.0.1:1',
        'NIO_tap',
        'NIO_tcp:1:a:2',
      ];
      for (const text of texts) expect(parseNio(text), text).to.be.a('string');
    });

    it('knows what is meant to be a NIO', () => {
      expect(['NIO_udp:1:a:2', 'nio_bogus', 'R1', 'LAN', 'NIOBE'].map(looksLikeNio)).to.deep.equal([
        true,
        true,
        false,
        false,
        false,
      ]);
    });
  });
});
