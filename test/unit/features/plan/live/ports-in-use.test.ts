import { expect } from 'chai';
import type { SocketRow } from '../../../../../src/core/sockets/socket-table.ts';
import { foreignPorts } from '../../../../../src/features/plan/live/ports-in-use.ts';

function row(protocol: 'udp' | 'tcp', localPort: number, more: Partial<SocketRow> = {}): SocketRow {
  return {
    ...{ protocol, family: 4, localAddress: '0.0.0.0', localPort, remoteAddress: '0.0.0.0', remotePort: 0 },
    ...{ state: protocol === 'udp' ? 'UNCONN' : 'LISTEN', receiveQueue: 0, sendQueue: 0, inode: 0, age: 0 },
    ...more,
  };
}

describe('ports in use', () => {
  const processes = new Map([
    [7, { pid: 7, name: 'dynamips', args: [] }],
    [8, { pid: 8, name: 'webmin', args: [] }],
  ]);

  it('are those of other programs: who listens on a control port of the labs is one of theirs', () => {
    const rows = [
      row('tcp', 7200, { pid: 7 }),
      row('tcp', 2000, { pid: 7 }),
      row('udp', 10_000, { pid: 7, state: 'ESTABLISHED' }),
      row('udp', 10_001, { pid: 8 }),
      row('tcp', 10_001, { pid: 8 }),
    ];
    expect(foreignPorts({ rows, processes }, new Set([7200]))).to.deep.equal({
      ports: { udp: new Map([[10_001, 'webmin (pid 8)']]), tcp: new Map([[10_001, 'webmin (pid 8)']]) },
      hidden: 0,
    });
    const stranger = foreignPorts({ rows, processes }, new Set([7300]));
    expect([...stranger.ports.udp.keys()]).to.deep.equal([10_000, 10_001]);
    expect([...stranger.ports.tcp.keys()]).to.deep.equal([7200, 2000, 10_001]);
  });

  it('are not those that somebody here is only connected from', () => {
    const rows = [row('tcp', 2000, { pid: 8, state: 'ESTABLISHED' }), row('tcp', 2001, { pid: 8, state: 'TIME_WAIT' })];
    expect(foreignPorts({ rows, processes }, new Set()).ports.tcp.size).to.equal(0);
  });

  it('are also those whose owner is hidden, which are counted', () => {
    const { ports, hidden } = foreignPorts(
      { rows: [row('udp', 10_000, { unknownOwner: 'no permission' })], processes },
      new Set([7200]),
    );
    expect([[...ports.udp], hidden]).to.deep.equal([[[10_000, 'another program']], 1]);
  });
});
