import { expect } from 'chai';
import type { SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import { rowText } from '../../../support/socket-tables.ts';
import { answerTable, tableFixture } from '../../../support/table-fixtures.ts';

const PROCESSES = [
  [
    4321,
    'dynamips.exe',
    '"C:\\Program Files\\GNS3\\dynamips\\dynamips.exe" -H 127.0.0.1:7200 --note "a \\"b\\" c"',
  ].join('\t'),
  [4322, 'dynamips.exe', ''].join('\t'),
  [99_999, 'notepad.exe', 'notepad.exe x.txt'].join('\t'),
].join('\n');

/** What is read of a Windows whose netstat prints this; its own connected socket has port 61000. */
function read(netstat: string, parts: Readonly<Record<string, string>> = {}): SocketTable {
  const table = answerTable({
    ...{ windows: '', own: '61000 7777', netstat, addresses: '198.18.0.6\r\nfe80::1%16\r\n' },
    ...{ processes: PROCESSES, bound: '', end: '' },
    ...parts,
  });
  if (table === undefined) throw new Error('no table');
  return table;
}

function texts({ rows }: SocketTable): string[] {
  return rows.map(rowText);
}

describe('the answer of Windows', () => {
  describe('the peers of UDP sockets', () => {
    it('are told where the row of its own connected socket has them', () => {
      const table = read(tableFixture('windows-english-peers.txt'));
      expect(table.hidesPeers).to.equal(false);
      expect(table.limits.join()).to.not.contain('foreign address');
      expect(texts(table)).to.deep.equal([
        'tcp4 0.0.0.0:135 0.0.0.0:0 LISTEN 1044',
        'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 4321',
        'tcp4 127.0.0.1:7200 127.0.0.1:50123 ESTABLISHED 4321',
        'tcp4 127.0.0.1:50200 127.0.0.1:7200 TIME_WAIT ',
        'tcp6 :::135 :::0 LISTEN 1044',
        'udp4 0.0.0.0:5353 0.0.0.0:0 UNCONN 2312',
        'udp4 0.0.0.0:10000 127.0.0.1:10001 ESTABLISHED 4321',
        'udp4 0.0.0.0:10000 127.0.0.1:10002 ESTABLISHED 4322',
        'udp4 0.0.0.0:10001 127.0.0.1:10000 ESTABLISHED 4321',
        'udp6 :::5353 :::0 UNCONN 2312',
        'udp6 fe80::5054:ff:fe00:6:1900 :::0 UNCONN 2872',
      ]);
    });

    it('are hidden where its row has none, and the table says that this was seen', () => {
      const table = read(tableFixture('windows-english-hidden.txt'));
      expect(table.hidesPeers).to.equal(true);
      expect(table.limits.join()).to.contain("as that of a connected one of niostat's own");
      expect(texts(table)).to.deep.equal([
        'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 4321',
        'udp4 127.0.0.1:10000 0.0.0.0:0 UNCONN 4321',
      ]);
    });

    it('are not used where its row has a wrong one', () => {
      const wrong = tableFixture('windows-english-peers.txt').replace('127.0.0.1:9  ', '0.0.0.94:9   ');
      const table = read(wrong);
      expect(table.hidesPeers).to.equal(true);
      expect(table.limits.join()).to.contain('shows a wrong foreign address');
      expect(table.rows.filter(({ localPort }) => localPort === 10_001).map(rowText)).to.deep.equal([
        'udp4 0.0.0.0:10001 0.0.0.0:0 UNCONN 4321',
      ]);
    });

    it('are told by any other row where it could open no socket, and not known without one', () => {
      const parts = { own: '' };
      expect(read(tableFixture('windows-english-peers.txt'), parts).hidesPeers).to.equal(false);
      const hidden = read(tableFixture('windows-english-hidden.txt'), parts);
      expect(hidden.hidesPeers).to.equal(true);
      expect(hidden.limits.join()).to.contain('could not be found out');
    });
  });

  it('takes no other socket of that port for its own', () => {
    const others =
      '  UDP    [::]:61000             *:*                    88\r\n  UDP    0.0.0.0:61000          *:*       99\r\n';
    const table = read(`${others}${tableFixture('windows-english-peers.txt')}`);
    expect(table.hidesPeers).to.equal(false);
    expect(texts(table).filter((text) => text.includes(':61000'))).to.deep.equal([
      'udp6 :::61000 :::0 UNCONN 88',
      'udp4 0.0.0.0:61000 0.0.0.0:0 UNCONN 99',
    ]);
  });

  it('is the same host by another name only as the same boot of the same installation', () => {
    const identity = (text: string) => read(tableFixture('windows-german.txt'), { identity: text }).identity;
    expect(identity('0-1-2\r\n638\r\n')).to.equal('0-1-2 638');
    expect(identity('0-1-2\r\n')).to.equal(undefined);
  });

  it('reads a German table, and admits what it does not understand', () => {
    const table = read(tableFixture('windows-german.txt'));
    expect(texts(table)).to.deep.equal([
      'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 4321',
      'tcp4 127.0.0.1:7200 127.0.0.1:50123 ESTABLISHED 4321',
      'tcp4 127.0.0.1:50200 127.0.0.1:7200 TIME_WAIT ',
      'tcp4 127.0.0.1:50201 127.0.0.1:7200 UNKNOWN 4321',
      'udp4 0.0.0.0:10000 127.0.0.1:10001 ESTABLISHED 4321',
    ]);
    expect(table.limits.join()).to.contain('the state of 1 TCP socket is not known');
  });

  it('reads a French table, and knows a listener in any language by its missing foreign port', () => {
    expect(texts(read(tableFixture('windows-french.txt')))).to.deep.equal([
      'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 4321',
      'tcp6 ::1:7201 :::0 LISTEN 4322',
      'udp4 127.0.0.1:10000 0.0.0.0:0 UNCONN 4321',
    ]);
  });

  it('reads a Korean table, where a state has a blank in it', () => {
    expect(texts(read(tableFixture('windows-korean.txt')))).to.deep.equal([
      'tcp4 0.0.0.0:7200 0.0.0.0:0 LISTEN 4321',
      'tcp4 127.0.0.1:7200 127.0.0.1:50123 UNKNOWN 4321',
      'udp4 0.0.0.0:10000 127.0.0.1:10001 ESTABLISHED 4321',
    ]);
  });

  describe('broken and hostile tables', () => {
    it('believes no pid that is none', () => {
      for (const pid of ['-1', '4294967296', '0']) {
        const { rows } = read(`  UDP    0.0.0.0:10000          *:*                    ${pid}\r\n`);
        expect(rows.map(rowText), pid).to.deep.equal(['udp4 0.0.0.0:10000 0.0.0.0:0 UNCONN not told']);
      }
    });

    it('counts rows that hold no address or port, or end before the pid', () => {
      const rows = [
        '  UDP    0.0.0.0:70000          *:*                    1',
        '  UDP    300.0.0.1:10000        *:*                    1',
        '  UDP    0.0.0.0:10000          *:*',
        '  UDP    0.0.0.0:10000          127.0.',
        '  UDP    0.0.0.0:10000          *:*                    x',
      ];
      const table = read(rows.join('\r\n'));
      expect(table.rows).to.deep.equal([]);
      expect(table.limits.join()).to.contain('5 lines of the socket table could not be read');
    });

    it('passes over bytes that are no text', () => {
      const noise = Array.from({ length: 2000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('');
      expect(read(`${noise}\n${tableFixture('windows-german.txt')}`).rows).to.have.length(5);
    });

    it('is no table without netstat', () => {
      expect(() => read('')).to.throw('no table');
    });
  });

  it('takes command lines apart at blanks outside of quotes, and keeps owners alone', () => {
    const { processes } = read(tableFixture('windows-english-peers.txt'));
    expect([...processes.values()]).to.deep.equal([
      {
        pid: 4321,
        name: 'dynamips.exe',
        args: ['C:\\Program Files\\GNS3\\dynamips\\dynamips.exe', '-H', '127.0.0.1:7200', '--note', 'a "b" c'],
      },
      { pid: 4322, name: 'dynamips.exe', args: [] },
    ]);
  });

  it('has the names from tasklist where the processes have none', () => {
    const tasklist = '"dynamips.exe","4321","Console","1","9,876 K"\r\n';
    const parts = { processes: '', tasklist };
    const { processes, limits } = read(tableFixture('windows-german.txt'), parts);
    expect([...processes.values()]).to.deep.equal([{ pid: 4321, name: 'dynamips.exe', args: [] }]);
    expect(limits.join()).to.not.contain('could not be listed');
  });

  describe('the order of sockets', () => {
    const TICKS = 638_000_000_000_000_000n;
    const bound = (...rows: readonly (readonly [string, number, number, bigint])[]): string =>
      rows.map(([address, port, pid, after]) => [address, port, pid, TICKS + after].join('\t')).join('\r\n');

    it('is that in which they were bound, a tick apart', () => {
      const table = read(tableFixture('windows-english-peers.txt'), {
        bound: bound(['0.0.0.0', 10_000, 4322, 0n], ['0.0.0.0', 10_000, 4321, 1n]),
      });
      expect(table).to.include({ tellsAge: true, system: 'windows' });
      const ages = table.rows.filter(({ localPort }) => localPort === 10_000).map(({ pid, age }) => [pid, age]);
      expect(ages).to.deep.equal([
        [4321, 0],
        [4322, 1],
      ]);
    });

    it('is not told without the times of all of a port, or with the same time', () => {
      for (const text of [
        '',
        bound(['0.0.0.0', 10_000, 4322, 0n]),
        bound(['0.0.0.0', 10_000, 4322, 0n], ['0.0.0.0', 10_000, 4321, 0n]),
        bound(['0.0.0.0', 10_000, 4322, 0n], ['0.0.0.0', 10_000, 4322, 5n], ['0.0.0.0', 10_000, 4321, 1n]),
        '0.0.0.0\t10000\t4321\t-1\nno\tnumber\t\t\n',
      ]) {
        const table = read(tableFixture('windows-english-peers.txt'), { bound: text });
        expect(table.tellsAge, text).to.equal(false);
        expect(table.limits.join(), text).to.contain('which of several sockets on one port was bound last: they are');
      }
    });
  });

  it('is whole without its last part, which takes longest', () => {
    const all = { windows: '', own: '61000', netstat: tableFixture('windows-german.txt'), processes: PROCESSES };
    expect(answerTable({ ...all, bound: '' })?.rows).to.have.length(5);
    expect(answerTable(all)).to.equal(undefined);
  });

  it("has this host's addresses", () => {
    expect(read(tableFixture('windows-german.txt')).addresses).to.deep.equal([
      ...['127.0.0.1', '::1', '198.18.0.6', 'fe80::1'],
    ]);
  });
});
