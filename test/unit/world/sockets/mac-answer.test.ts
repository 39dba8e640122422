import { expect } from 'chai';
import type { SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import { rowText } from '../../../support/socket-tables.ts';
import { answerTable, tableFixture } from '../../../support/table-fixtures.ts';

const PROGRAMS = `\
  501 S    /usr/local/bin/dynamips
  502 T+   /Applications/GNS3.app/Contents/MacOS/my vpcs
  601 Ss   /usr/sbin/mDNSResponder
  777 S    /tmp/\\033[2J\u001b]0;evil\u0007
99999 S    /bin/cat
`;

const COMMANDS = `\
  501 /usr/local/bin/dynamips -H 127.0.0.1:7200 -l /tmp/lab.txt
  502 /Applications/GNS3.app/Contents/MacOS/my vpcs -p 4500 -s 10000
  601 mDNSResponder (renamed)
`;

const IFCONFIG = `\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
	inet 127.0.0.1 netmask 0xff000000
	inet6 ::1 prefixlen 128
	inet6 fe80::1%lo0 prefixlen 64 scopeid 0x1
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	ether 02:00:00:00:00:01
	inet 198.18.0.5 netmask 0xffffff00 broadcast 198.18.0.255
`;

/** What is read of a Mac whose commands print these. */
function read(netstat: string, parts: Readonly<Record<string, string>> = {}): SocketTable {
  const all = {
    ...{ darwin: '', user: '501\n', identity: 'B007\n', addresses: IFCONFIG, udp: netstat, tcp: '' },
    ...{ programs: PROGRAMS, commands: COMMANDS, lsof: '', end: '' },
    ...parts,
  };
  const table = answerTable(all);
  if (table === undefined) throw new Error('no table');
  return table;
}

function texts({ rows }: SocketTable): string[] {
  return rows.map(rowText);
}

describe('the answer of a Mac', () => {
  describe('the columns of netstat by their header', () => {
    it('has no owners in the oldest layout, and lsof tells them', () => {
      const table = read(tableFixture('macos-no-owner.txt'), { lsof: tableFixture('lsof.txt') });
      expect(texts(table)).to.deep.equal([
        'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 501',
        'tcp4 127.0.0.1:7200 127.0.0.1:52044 ESTABLISHED no permission',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
        'udp4 0.0.0.0:10001 0.0.0.0:0 UNCONN 502',
      ]);
      expect(table.rows.map(({ fd }) => fd)).to.deep.equal([4, undefined, 7, 3]);
      expect(table.limits.join()).to.contain('lsof shows only those of this user: run niostat as root');
    });

    it('says that nobody tells the owners where lsof is not there', () => {
      const table = read(tableFixture('macos-no-owner.txt'), { user: '0\n' });
      expect(table.rows[0]).to.include({ unknownOwner: 'not told' });
      expect(table.limits).to.include('netstat of this macOS does not show the owners of sockets, and lsof shows none');
    });

    it('finds the pid before `epid`, also of a socket in SYN_RCVD', () => {
      expect(texts(read(tableFixture('macos-pid-epid.txt')))).to.deep.equal([
        'tcp4 127.0.0.1:7200 0.0.0.0:0 LISTEN 501',
        'tcp4 127.0.0.1:52046 127.0.0.1:7200 SYN_RECV 777',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
        'udp6 :::10001 :::0 UNCONN 502',
      ]);
    });

    it('finds it before `state options`, also of a closed socket', () => {
      expect(texts(read(tableFixture('macos-state-options.txt')))).to.deep.equal([
        'tcp4 127.0.0.1:52046 0.0.0.0:0 CLOSE 777',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
      ]);
    });

    it('puts the socket that was made last first where there is `gencnt`', () => {
      const table = read(tableFixture('macos-gencnt.txt'));
      expect(texts(table)).to.deep.equal([
        'tcp4 127.0.0.1:52046 0.0.0.0:0 CLOSE 777',
        'tcp4 127.0.0.1:52045 127.0.0.1:7200 FIN_WAIT2 777',
        'udp6 :::5353 :::0 UNCONN 601',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 502',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
        'udp6 2001:db8:7:1::4444:62001 2001:db8:8:1::2003:443 ESTABLISHED 1601',
        'tcp4 127.0.0.1:7200 127.0.0.1:52044 ESTABLISHED 501',
        'tcp6 :::2222 :::0 LISTEN 43001',
      ]);
      const ages = table.rows.filter(({ localPort }) => localPort === 10_000).map(({ pid, age }) => [pid, age]);
      expect(ages).to.deep.equal([
        [502, 0],
        [501, 1],
      ]);
      expect(table).to.include({ tellsAge: true, system: 'darwin', hidesPeers: false });
    });

    it('reads queues and buffers', () => {
      const { rows } = read(tableFixture('macos-gencnt.txt'));
      const row = rows.find(({ pid, protocol }) => pid === 501 && protocol === 'udp');
      expect(row).to.include({ receiveQueue: 128, receiveBuffer: 786_896 });
    });

    it('finds it behind `rxbytes txbytes`', () => {
      expect(texts(read(tableFixture('macos-rxbytes.txt'))).sort()).to.deep.equal([
        'tcp4 0.0.0.0:7200 0.0.0.0:0 LISTEN 501',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
        'udp6 :::5353 :::0 UNCONN 601',
        'udp6 fe80::1:10002 fe80::1:10003 ESTABLISHED 502',
      ]);
    });

    it('finds it behind the name of the program, which may hold blanks and colons', () => {
      expect(texts(read(tableFixture('macos-process-pid.txt'))).sort()).to.deep.equal([
        'tcp4 0.0.0.0:7200 0.0.0.0:0 LISTEN 501',
        'tcp4 127.0.0.1:55910 127.0.0.1:4242 ESTABLISHED 56001',
        'udp4 0.0.0.0:5353 0.0.0.0:0 UNCONN 1',
        'udp4 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED 501',
        'udp6 ::1:10002 ::1:10003 ESTABLISHED 502',
      ]);
    });
  });

  describe('broken and hostile tables', () => {
    const good = tableFixture('macos-gencnt.txt');

    it('counts rows that hold no address or port', () => {
      const odd = good.replace('127.0.0.1.10000 ', 'no-address.1000 ').replace('*.5353 ', '*.70000');
      const table = read(odd);
      expect(table.rows).to.have.length(6);
      expect(table.limits.join()).to.contain('2 lines of the socket table could not be read, such as "udp4');
    });

    it('believes no pid that is none', () => {
      for (const pid of ['-501', '99999999999', '501x', '0']) {
        const line = good.split('\n').find((text) => text.includes('10000') && text.includes(' 501 ')) ?? '';
        const { rows } = read(good.replace(line, line.replace('   501 ', `   ${pid} `)));
        const row = rows.find(({ localPort, age }) => localPort === 10_000 && age === 1);
        expect(row, pid).to.include({ unknownOwner: 'not told' }).and.not.have.property('pid');
      }
    });

    it('reads no row that is cut in the middle', () => {
      const [head, columns, ...rows] = good.split('\n');
      const row = rows.find((text) => text.startsWith('udp4') && text.includes('10000')) ?? '';
      for (let length = 5; length < row.length - 7; length++) {
        const table = read([head, columns, row.slice(0, length), ''].join('\n'));
        expect(texts(table), row.slice(0, length)).to.deep.equal([]);
        expect(table.limits.join()).to.contain('1 line of the socket table');
      }
    });

    it('passes over bytes that are no text', () => {
      const noise = Array.from({ length: 2000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('');
      expect(read(`${noise}\n${good}`).rows).to.have.length(8);
    });

    it('is no table without netstat', () => {
      expect(() => read('sh: netstat: command not found\n')).to.throw('no table');
    });
  });

  it('lists the owners of sockets with their words, and no other process', () => {
    const { processes } = read(tableFixture('macos-gencnt.txt'));
    expect([...processes.values()]).to.deep.equal([
      {
        pid: 501,
        name: 'dynamips',
        args: ['/usr/local/bin/dynamips', '-H', '127.0.0.1:7200', '-l', '/tmp/lab.txt'],
      },
      {
        pid: 502,
        name: 'my vpcs',
        args: ['/Applications/GNS3.app/Contents/MacOS/my vpcs', '-p', '4500', '-s', '10000'],
        halted: 'stopped',
      },
      { pid: 601, name: 'mDNSResponder', args: ['mDNSResponder', '(renamed)'] },
      { pid: 777, name: '\\033[2J\u001b]0;evil\u0007', args: [] },
    ]);
  });

  it('says so where the processes cannot be listed', () => {
    const { processes, limits } = read(tableFixture('macos-rxbytes.txt'), { programs: '' });
    expect(processes.size).to.equal(0);
    expect(limits).to.include('the processes could not be listed: owners of sockets are shown without their names');
  });

  it('is whole without lsof, which may hang', () => {
    const udp = tableFixture('macos-rxbytes.txt');
    const parts = { darwin: '', user: '501\n', udp, tcp: '', programs: PROGRAMS, commands: COMMANDS };
    expect(answerTable({ ...parts, lsof: 'p501\nf' })?.processes.get(501)?.name).to.equal('dynamips');
    expect(answerTable(parts)).to.equal(undefined);
  });

  it('has the addresses of the host, and what makes it the same by another name', () => {
    const { addresses, identity } = read(tableFixture('macos-rxbytes.txt'));
    expect(addresses).to.deep.equal(['127.0.0.1', '::1', 'fe80::1', '198.18.0.5']);
    expect(identity).to.equal('B007');
  });

  it('takes descriptors from lsof, and none where two processes hold what looks the same', () => {
    const lsof = tableFixture('lsof.txt');
    const one = read(tableFixture('macos-rxbytes.txt'), { lsof });
    expect(one.rows.find(({ localPort }) => localPort === 10_000)).to.include({ pid: 501, fd: 7 });
    expect(one.rows.find(({ localPort }) => localPort === 5353)).to.include({ pid: 601, fd: 6 });
    const two = read(tableFixture('macos-gencnt.txt'), { lsof });
    expect(two.rows.filter(({ localPort }) => localPort === 10_000).map(({ fd }) => fd)).to.deep.equal([
      undefined,
      undefined,
    ]);
  });
});
