import { expect } from 'chai';
import type { RawRow } from '../../../../src/world/sockets/raw-rows.ts';
import { parseSs } from '../../../../src/world/sockets/ss-output.ts';

/** The only row of a line that `ss -Htunae` printed. */
function only(line: string): RawRow {
  const { rows, unreadable } = parseSs(`${line}\n`);
  expect(unreadable, line).to.equal(0);
  expect(rows).to.have.length(1);
  return rows[0] as RawRow;
}

// Lines as the ss of iproute2 6 printed them on Linux 6.18.
describe('parseSs', () => {
  it('reads a connected UDP socket', () => {
    const line =
      'udp ESTAB     0      0           127.0.0.1:45100      127.0.0.1:45101 ino:677842 sk:202b6 cgroup:/ <->         ';
    expect(only(line)).to.deep.equal({
      ...{ protocol: 'udp', family: 4, state: 'ESTABLISHED', inode: 677_842, age: 0 },
      ...{ localAddress: '127.0.0.1', localPort: 45_100, remoteAddress: '127.0.0.1', remotePort: 45_101 },
      ...{ receiveQueue: 0, sendQueue: 0 },
    });
  });

  it('reads the buffer and the drops of a UDP socket from the line below it', () => {
    const { rows, unreadable } = parseSs(
      [
        'udp UNCONN 212480 0      0.0.0.0:20000      0.0.0.0:*     ino:3014061 sk:13182 cgroup:/ <->',
        '\t skmem:(r212480,rb212992,t0,tb212992,f512,w0,o0,bl0,d35)',
        'tcp LISTEN 0      128    0.0.0.0:2024       0.0.0.0:*     ino:1674 sk:3 cgroup:/ <->',
        '\t skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0)',
      ].join('\n'),
    );
    expect(unreadable).to.equal(0);
    expect(rows[0]).to.include({ receiveQueue: 212_480, receiveBuffer: 212_992, drops: 35 });
    expect(rows[1]).to.not.have.any.keys('receiveBuffer', 'drops');
  });

  it('reads a listener: its queues are a backlog and not bytes', () => {
    const line =
      'tcp LISTEN    0      128      0.0.0.0:2024       0.0.0.0:*     uid:1000 ino:1674 sk:3 cgroup:/ <->             ';
    expect(only(line)).to.include({
      ...{ protocol: 'tcp', family: 4, state: 'LISTEN', inode: 1674, receiveQueue: 0, sendQueue: 0 },
      ...{ localAddress: '0.0.0.0', localPort: 2024, remoteAddress: '0.0.0.0', remotePort: 0 },
    });
  });

  it('reads bytes that wait in the queues', () => {
    expect(only('udp UNCONN 768    12         0.0.0.0:20000      0.0.0.0:*     ino:1 sk:1 <->')).to.include({
      ...{ state: 'UNCONN', receiveQueue: 768, sendQueue: 12 },
    });
  });

  it('reads a connection that waits out its time, which has no inode', () => {
    const line =
      'tcp TIME-WAIT 0      0      127.0.0.1:60542    127.0.0.1:17311 timer:(timewait,26sec,0) ino:0 sk:2496f';
    expect(only(line)).to.include({ state: 'TIME_WAIT', inode: 0, remotePort: 17_311 });
  });

  it('reads a line without an inode, and one that ends behind the ports', () => {
    expect(only('udp UNCONN 0      0      0.0.0.0:20000 0.0.0.0:* sk:1 <->').inode).to.equal(0);
    expect(only('udp UNCONN 0      0      0.0.0.0:20000 0.0.0.0:*').inode).to.equal(0);
    // Only a word of its own is the inode.
    expect(only('udp UNCONN 0 0 0.0.0.0:1 0.0.0.0:* cgroup:/xino:7 <->').inode).to.equal(0);
  });

  describe('addresses', () => {
    const cases: Readonly<Record<string, readonly [string, string, Partial<RawRow>]>> = {
      'every address of both families': ['*:45002', '*:*', { family: 6, localAddress: '::', remoteAddress: '::' }],
      'every address of IPv6 alone': ['[::]:45002', '[::]:*', { family: 6, localAddress: '::', remoteAddress: '::' }],
      'the loopback of IPv6': ['[::1]:45001', '[::1]:45002', { family: 6, localAddress: '::1', remotePort: 45_002 }],
      'IPv4 under its name in IPv6': [
        '[::ffff:127.0.0.1]:10000',
        '[::ffff:127.0.0.1]:10001',
        { family: 6, localAddress: '127.0.0.1', remoteAddress: '127.0.0.1' },
      ],
      'IPv4 at an interface': [
        '127.0.0.53%lo:53',
        '0.0.0.0:*',
        { family: 4, localAddress: '127.0.0.53', localPort: 53 },
      ],
      'every IPv4 address at an interface': ['0.0.0.0%lo:45003', '0.0.0.0:*', { family: 4, localAddress: '0.0.0.0' }],
      'IPv6 at an interface': ['[::1]%lo:45001', '[::]:*', { family: 6, localAddress: '::1', localPort: 45_001 }],
      'a link-local address': ['[fe80::1]%eth0:546', '[::]:*', { family: 6, localAddress: 'fe80::1', localPort: 546 }],
      'every address of both families at an interface': ['*%lo:45002', '*:*', { family: 6, localAddress: '::' }],
    };
    for (const [title, [local, remote, expected]] of Object.entries(cases)) {
      it(title, () => {
        expect(only(`udp UNCONN 0      0      ${local} ${remote} ino:678116 sk:1 cgroup:/ <->`)).to.include(expected);
      });
    }
  });

  it('reads every state that ss has', () => {
    const states = {
      ...{ ESTAB: 'ESTABLISHED', 'SYN-SENT': 'SYN_SENT', 'SYN-RECV': 'SYN_RECV', 'FIN-WAIT-1': 'FIN_WAIT1' },
      ...{ 'FIN-WAIT-2': 'FIN_WAIT2', 'TIME-WAIT': 'TIME_WAIT', UNCONN: 'UNCONN', 'CLOSE-WAIT': 'CLOSE_WAIT' },
      ...{ 'LAST-ACK': 'LAST_ACK', LISTEN: 'LISTEN', CLOSING: 'CLOSING', NEW: 'UNKNOWN', constructor: 'UNKNOWN' },
    };
    for (const [word, state] of Object.entries(states))
      expect(only(`tcp ${word} 0 0 127.0.0.1:1 127.0.0.1:2 ino:1`).state, word).to.equal(state);
  });

  it('counts lines that are no rows', () => {
    const lines = ['', 'Netid State Recv-Q', 'u_str ESTAB 0 0 * 1 * 2', 'udp UNCONN x 0 0.0.0.0:1 0.0.0.0:*', '\u0000'];
    expect(parseSs(lines.join('\n'))).to.deep.equal({ rows: [], unreadable: 4, example: lines[1] });
    expect(parseSs('')).to.deep.equal({ rows: [], unreadable: 0 });
  });

  it('gives what is known of the memory of a socket that it cannot read to no other one', () => {
    const { rows, unreadable } = parseSs(
      'udp ESTAB 0 0 127.0.0.1:10000 127.0.0.1:10001 ino:5\nudp ESTAB 0 0 what?\n\t skmem:(r0,rb212992,t0,tb1,f0,w0,o0,bl0,d7)\n',
    );
    expect(rows.map(({ drops }) => drops)).to.deep.equal([undefined]);
    expect(unreadable).to.equal(1);
  });

  it('takes time with the length of a line and not with its square', () => {
    // The square of these would be many minutes.
    const lines = [`udp ${' '.repeat(2_000_000)}`, `udp UNCONN 0 0 ${'1:'.repeat(1_000_000)}`];
    expect(parseSs(lines.join('\n'))).to.include({ unreadable: 2, example: lines[0] });
  });
});
