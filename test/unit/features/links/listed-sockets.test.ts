import { expect } from 'chai';
import { listedSockets } from '../../../../src/features/links/listed-sockets.ts';
import type { LinksOptions } from '../../../../src/features/links/options.ts';
import { listener, readHostsOf, tableOf, udp } from '../../../support/socket-tables.ts';

const HOSTS = readHostsOf([
  tableOf(
    [
      udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }),
      udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 7 }),
      udp('127.0.0.1:5353 127.0.0.1:9', { pid: 8 }),
      udp('0.0.0.0:68', { pid: 8 }),
      listener('127.0.0.1:7200', { pid: 7 }),
      {
        ...listener('127.0.0.1:7200', { pid: 7 }),
        remoteAddress: '127.0.0.1',
        remotePort: 40_000,
        state: 'ESTABLISHED',
      },
    ],
    { 7: 'dynamips', 8: 'other' },
  ),
]);

/** What netstat prints of the table, as `netstat -tun` with `l` or `a` shows the same sockets. */
function listed(options: LinksOptions): { rows: string[] | undefined; connected: number | undefined } {
  const { sockets, connectedNios } = listedSockets(HOSTS, options, { hasLink: () => true, hasSocket: () => true });
  const rows = sockets?.map(({ protocol, localPort, state }) => `${protocol} ${localPort} ${state}`);
  return { rows, connected: connectedNios };
}

describe('listedSockets', () => {
  it('lists none where none are asked for', () => {
    expect(listed({})).to.deep.equal({ rows: undefined, connected: undefined });
  });

  it('-l: listeners, UDP sockets without a peer, and how many NIOs are connected', () => {
    expect(listed({ sockets: 'listening' })).to.deep.equal({
      rows: ['tcp 7200 LISTEN', 'udp 68 UNCONN'],
      connected: 2,
    });
    expect(listed({ sockets: 'listening', protocols: ['udp'] })).to.deep.equal({
      rows: ['udp 68 UNCONN'],
      connected: 2,
    });
    expect(listed({ sockets: 'listening', protocols: ['tcp'] })).to.deep.equal({
      rows: ['tcp 7200 LISTEN'],
      connected: undefined,
    });
  });

  it('-t: connections alone', () => {
    expect(listed({ sockets: 'connected', protocols: ['tcp'] }).rows).to.deep.equal(['tcp 7200 ESTABLISHED']);
  });

  it('-a: all, of one protocol or of both', () => {
    expect(listed({ all: true }).rows).to.have.length(6);
    expect(listed({ all: true, protocols: ['udp'] }).rows).to.deep.equal([
      'udp 68 UNCONN',
      'udp 5353 ESTABLISHED',
      'udp 10000 ESTABLISHED',
      'udp 10001 ESTABLISHED',
    ]);
  });
});
