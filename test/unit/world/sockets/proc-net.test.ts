import { expect } from 'chai';
import { parseProcNet } from '../../../../src/world/sockets/proc-net.ts';

// Lines as Linux 6.18 prints them.
const UDP_HEADER =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            ';
const CONNECTED =
  ' 5513: 0100007F:2710 0100007F:2711 01 00000000:00000000 00:00000000 00000000     0        0 677842 2 00000000d8c32af0 0        ';
const UNCONNECTED =
  '   12: 00000000:4E20 00000000:0000 07 00000000:00000300 00:00000000 00000000  1000        0 31337 2 0000000080c65161 4        ';
const UDP6_HEADER =
  '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';

function udp6(local: string, remote: string): string {
  return ` 9000: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000     0        0 41 2 0000000000000000 0`;
}

describe('parseProcNet', () => {
  it('reads a UDP table: a connected socket and one without a peer', () => {
    const { rows, unreadable } = parseProcNet([UDP_HEADER, CONNECTED, UNCONNECTED, ''].join('\n'), 'udp');
    expect(unreadable).to.equal(0);
    expect(rows).to.deep.equal([
      {
        ...{ protocol: 'udp', family: 4, state: 'ESTABLISHED', inode: 677_842, age: 0 },
        ...{ localAddress: '127.0.0.1', localPort: 10_000, remoteAddress: '127.0.0.1', remotePort: 10_001 },
        ...{ receiveQueue: 0, sendQueue: 0, drops: 0 },
      },
      {
        ...{ protocol: 'udp', family: 4, state: 'UNCONN', inode: 31_337, age: 0 },
        ...{ localAddress: '0.0.0.0', localPort: 20_000, remoteAddress: '0.0.0.0', remotePort: 0 },
        ...{ receiveQueue: 768, sendQueue: 0, drops: 4 },
      },
    ]);
  });

  it('reads udp6: the loopback, every address, a link-local one, and IPv4 under its name in IPv6', () => {
    const any = '00000000000000000000000000000000';
    const text = [
      UDP6_HEADER,
      udp6('00000000000000000000000001000000:2710', `${any}:0000`),
      udp6('0000000000000000FFFF00000100007F:2711', '0000000000000000FFFF0000010012C6:2712'),
      // fe80::5054:ff:fe12:3456 and 2001:db8::1, each word of four bytes turned round.
      udp6('000080FE00000000FF0054505634 12FE:0222'.replace(' ', ''), 'B80D0120000000000000000001000000:0035'),
    ].join('\n');
    const { rows, unreadable } = parseProcNet(text, 'udp');
    expect(unreadable).to.equal(0);
    expect(rows.map(({ family, localAddress, remoteAddress }) => [family, localAddress, remoteAddress])).to.deep.equal([
      [6, '::1', '::'],
      [6, '127.0.0.1', '198.18.0.1'],
      [6, 'fe80::5054:ff:fe12:3456', '2001:db8::1'],
    ]);
  });

  it('reads every state of TCP by its number in include/net/tcp_states.h', () => {
    const numbers = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '0A', '0B', '0C', '0D', 'FF'];
    const lines = numbers.map(
      (number, index) =>
        `   ${index}: 0100007F:1C20 00000000:0000 ${number} 00000000:00000000 00:00000000 00000000     0        0 1674 1 0000000000000000 100 0 0 10 0`,
    );
    expect(parseProcNet(lines.join('\n'), 'tcp').rows.map(({ state }) => state)).to.deep.equal([
      ...['ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT'],
      ...['LAST_ACK', 'LISTEN', 'CLOSING', 'SYN_RECV', 'UNKNOWN', 'UNKNOWN'],
    ]);
  });

  it('reads a connection that waits out its time and has no inode any more', () => {
    const line =
      '   3: 0100007F:439F 0100007F:EC7E 06 00000000:00000000 03:000011E6 00000000     0        0 0 3 00000000d8c32af0';
    expect(parseProcNet(line, 'tcp').rows[0]).to.include({ state: 'TIME_WAIT', inode: 0, remotePort: 60_542 });
  });

  it('reads what a host of the other byte order prints', () => {
    const line =
      '   12: 7F000001:2710 C6120001:2711 01 00000000:00000000 00:00000000 00000000     0        0 5 2 0000000000000000 0';
    expect(parseProcNet(line, 'udp', false).rows[0]).to.include({
      ...{ localAddress: '127.0.0.1', localPort: 10_000, remoteAddress: '198.18.0.1', remotePort: 10_001 },
    });
    // The two orders do not share what is remembered of an address.
    expect(parseProcNet(line, 'udp', true).rows[0]).to.include({ localAddress: '1.0.0.127' });
    expect(parseProcNet(line, 'udp', false).rows[0]).to.include({ localAddress: '127.0.0.1' });
  });

  it('counts a line that is cut off anywhere, and reads the others', () => {
    const end = CONNECTED.indexOf(' 677842');
    for (let length = 1; length <= end; length++) {
      const { rows, unreadable } = parseProcNet(
        [UDP_HEADER, UNCONNECTED, CONNECTED.slice(0, length)].join('\n'),
        'udp',
      );
      expect(
        rows.map(({ localPort }) => localPort),
        `${length} characters`,
      ).to.deep.equal([20_000]);
      expect(unreadable, `${length} characters`).to.equal(1);
    }
  });

  it('takes a row that the kernel gives twice once: it happens while other sockets come and go', () => {
    const { rows } = parseProcNet([UDP_HEADER, CONNECTED, UNCONNECTED, CONNECTED].join('\n'), 'udp');
    expect(rows.map(({ inode }) => inode)).to.deep.equal([677_842, 31_337]);
  });

  it('reads nothing from nothing, and no row from what is no table', () => {
    expect(parseProcNet('', 'udp')).to.deep.equal({ rows: [], unreadable: 0 });
    expect(parseProcNet(UDP_HEADER, 'udp')).to.deep.equal({ rows: [], unreadable: 0 });
    expect(parseProcNet(UDP6_HEADER, 'udp')).to.deep.equal({ rows: [], unreadable: 0 });
    expect(parseProcNet('\u0000\u0001\ufffd\n<html>\n', 'udp')).to.include({
      unreadable: 2,
      example: '\u0000\u0001\ufffd',
    });
    expect(parseProcNet(CONNECTED.replace('0100007F', '0100007f'), 'udp').rows).to.deep.equal([]);
    expect(parseProcNet(CONNECTED.replace('0100007F:2710', '0100007F:127100'), 'udp').rows).to.deep.equal([]);
  });

  it('takes time with the length of a line and not with its square', () => {
    // The square of these would be many minutes.
    const { unreadable } = parseProcNet(` ${' '.repeat(1_000_000)}1: x\n${'0'.repeat(1_000_000)}`, 'udp');
    expect(unreadable).to.equal(2);
  });
});
