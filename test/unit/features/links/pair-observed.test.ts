import { expect } from 'chai';
import type { SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import type { ObservedLink } from '../../../../src/features/links/link-table.ts';
import { emulatorSockets, pairObserved } from '../../../../src/features/links/pair-observed.ts';
import { listener, readHostsOf, tableOf, udp } from '../../../support/socket-tables.ts';

function paired(...tables: readonly SocketTable[]): ObservedLink[] {
  const hosts = readHostsOf(tables);
  return pairObserved(hosts, emulatorSockets(hosts), () => undefined);
}

/** The only row of some hosts. */
function only(...tables: readonly SocketTable[]): ObservedLink {
  const rows = paired(...tables);
  expect(rows.map(({ state }) => state)).to.have.length(1);
  return rows[0] as ObservedLink;
}

/** All that a row says about its link. */
function wordsOf({ evidence, explanation, remedy }: ObservedLink): string {
  return [...evidence, explanation, remedy ?? ''].join('\n');
}

const TWO = { 7: 'dynamips', 8: 'dynamips' };

describe('pairObserved', () => {
  it('finds nothing where no emulator has a UDP socket', () => {
    expect(paired(tableOf([]))).to.deep.equal([]);
    expect(paired(tableOf([udp('0.0.0.0:53', { pid: 1 })], { 1: 'unbound' }))).to.deep.equal([]);
    expect(paired(tableOf([udp('127.0.0.1:10000 127.0.0.1:10001', { unknownOwner: 'no permission' })]))).to.deep.equal(
      [],
    );
  });

  it('pairs two sockets that point at each other, with their processes and hypervisors', () => {
    const row = only(
      tableOf(
        [
          udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 8, inode: 81 }),
          udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7, inode: 71 }),
          listener('127.0.0.1:7200', { pid: 7 }),
          listener('127.0.0.1:7201', { pid: 8 }),
        ],
        TWO,
      ),
    );
    expect(row).to.include({ state: 'ESTABLISHED', explanation: '' });
    expect(row.a).to.deep.equal({
      ...{ host: 'localhost', present: true },
      ...{ localAddress: '127.0.0.1', localPort: 10_000, remoteAddress: '127.0.0.1', remotePort: 10_001 },
      ...{ pid: 7, process: 'dynamips', hypervisor: 'localhost:7200', inode: 71, receiveQueue: 0 },
    });
    expect(row.b).to.include({ localPort: 10_001, pid: 8, hypervisor: 'localhost:7201', present: true });
    expect(row.also).to.deep.equal([]);
  });

  it('takes the control port from -H', () => {
    const sockets = [
      udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }),
      udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 8 }),
      ...[2001, 7200, 9000].map((port) => listener(`127.0.0.1:${port}`, { pid: 7 })),
      ...[2002, 7201].map((port) => listener(`127.0.0.1:${port}`, { pid: 8 })),
    ];
    const programs = { 7: ['dynamips', 'dynamips', '-H', '7200'], 8: ['dynamips', 'dynamips', '-H', '127.0.0.1:7201'] };
    const row = only(tableOf(sockets, programs));
    expect([row.a.hypervisor, row.b?.hypervisor]).to.deep.equal(['localhost:7200', 'localhost:7201']);
  });

  it('takes no console for the control port where the command line is not known, as on another host', () => {
    // Consoles count from 2000, below 7200 (docs/FACTS.md, "Ports by Dynagen"); but the control port was
    // opened before them.
    const row = only(
      tableOf(
        [
          udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7, fd: 7 }),
          udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 7, fd: 8 }),
          listener('127.0.0.1:2001', { pid: 7, fd: 5 }),
          listener('127.0.0.1:7200', { pid: 7, fd: 3 }),
          listener('127.0.0.1:2002', { pid: 7, fd: 6 }),
        ],
        TWO,
      ),
    );
    expect(row.a.hypervisor).to.be.oneOf(['localhost:7200', undefined]);
  });

  it('SHARED: the newest of two sockets with the same four values receives (from 0.2.18 on)', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10000';
    const row = only(
      tableOf([udp(same, { pid: 8, age: 1 }), udp(same, { pid: 9, age: 0 })], { ...TWO, 9: 'dynamips' }),
    );
    expect(row.state).to.equal('SHARED');
    expect(row.receiver).to.include({ pid: 9, localPort: 10_000 });
    expect([row.a.pid, row.b?.pid]).to.have.members([8, 9]);
    expect(row.explanation)
      .to.match(/dynamips \(pid 9\), receives every frame, its own among them/)
      .and.match(/dynamips \(pid 8\) receives nothing/);
    expect(row.evidence.join('\n'))
      .to.match(/pid 9\): newest, receives/)
      .and.match(/pid 8\): receives nothing/);
    expect(row.remedy).to.match(/base UDP/);
  });

  it('SHARED: of thirty sockets with the same four values all are in the row, and twenty are named', () => {
    const rows = Array.from({ length: 30 }, (_, age) => {
      return udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 8, age, inode: age + 1 });
    });
    const row = only(tableOf(rows, { ...TWO, 8: 'dynamips' }));
    const inodes = [row.a, row.b, ...row.also].map((end) => end?.inode);
    expect(new Set(inodes).size).to.equal(30);
    expect(row.receiver?.inode).to.equal(1);
    expect([row.evidence.length, row.evidence.at(-1)]).to.deep.equal([21, '10 more: receive nothing']);
    expect(row.explanation)
      .to.match(/^30 sockets have the same/)
      .and.match(/ and 10 more receive nothing\./);
  });

  it('SHARED: three at one end and their peer are one row', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10001';
    const row = only(
      tableOf(
        [
          udp(same, { pid: 7, age: 2, inode: 1 }),
          udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 8, inode: 4 }),
          udp(same, { pid: 8, age: 0, inode: 3 }),
          udp(same, { pid: 7, age: 1, inode: 2 }),
        ],
        TWO,
      ),
    );
    expect(row.state).to.equal('SHARED');
    expect(row.receiver?.inode).to.equal(3);
    expect([row.a, row.b, ...row.also].map((end) => end?.inode)).to.have.members([1, 2, 3, 4]);
    expect(row.b?.inode, 'the other end of the link').to.equal(4);
  });

  it('SHARED at the end that is looked at second is told as well', () => {
    const rows = [
      udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7, inode: 1 }),
      udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 7, age: 1, inode: 2 }),
      udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 8, age: 0, inode: 3 }),
    ];
    const row = only(tableOf(rows, TWO));
    expect(row.state).to.equal('SHARED');
    expect(row.receiver?.inode).to.equal(3);
    expect([row.a, row.b, ...row.also].map((end) => end?.inode)).to.have.members([1, 2, 3]);
  });

  it('SHARED names no receiver where the system does not tell the age', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10001';
    const rows = [udp(same, { pid: 7, age: 1 }), udp(same, { pid: 8, age: 0 })];
    const row = only(tableOf(rows, TWO, { tellsAge: false }));
    expect(row.state).to.equal('SHARED');
    expect(row).to.not.have.property('receiver');
    expect(wordsOf(row))
      .to.match(/could not be determined/)
      .and.not.match(/newest|starve/);
  });

  it('SHARED names no receiver among sockets of both families: the kernel lists them in two tables', () => {
    // Of such sockets the one that was connected last receives, whatever its family
    // (test/property/sockets.test.ts).
    const same = '127.0.0.1:10000 127.0.0.1:10001';
    const row = only(
      tableOf([udp(same, { pid: 7, inode: 1 }), { ...udp(same, { pid: 8, inode: 2 }), family: 6 }], TWO),
    );
    expect(row.state).to.equal('SHARED');
    expect(row).to.not.have.property('receiver');
  });

  it('the same port with different peers is shared by nobody (docs/FACTS.md, "Sharing a port")', () => {
    const rows = paired(
      tableOf(
        [
          udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7, age: 1 }),
          udp('127.0.0.1:10000 127.0.0.1:10002', { pid: 8, age: 0 }),
          udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 8 }),
          udp('127.0.0.1:10002 127.0.0.1:10000', { pid: 7 }),
        ],
        TWO,
      ),
    );
    expect(rows.map(({ state, a, b }) => `${state} ${a.localPort} ${b?.localPort}`)).to.have.members([
      'ESTABLISHED 10000 10001',
      'ESTABLISHED 10000 10002',
    ]);
  });

  it('SELF: one socket whose peer is itself (up to 0.2.17)', () => {
    const row = only(tableOf([udp('127.0.0.1:10000 127.0.0.1:10000', { pid: 7 })], TWO));
    expect(row.state).to.equal('SELF');
    expect(wordsOf(row))
      .to.match(/pid 7/)
      .and.match(/10000/)
      .and.match(/comes back/)
      .and.match(/206/);
  });

  it('HALF-OPEN: nobody has the port of the peer; the place where it should be stands in its row', () => {
    const row = only(tableOf([udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 })], TWO));
    expect(row.state).to.equal('HALF-OPEN');
    expect(row.b).to.deep.equal({
      ...{ host: 'localhost', present: false },
      ...{ localAddress: '127.0.0.1', localPort: 10_001, remoteAddress: '127.0.0.1', remotePort: 10_000 },
    });
    expect(wordsOf(row)).to.include('no socket on 127.0.0.1:10001');
  });

  it('HALF-OPEN: an emulator with a socket that has no peer, and nobody points at it', () => {
    const row = only(tableOf([udp('0.0.0.0:20000', { pid: 9 })], { 9: 'qemu-system-i38' }));
    expect(row.state).to.equal('HALF-OPEN');
    expect(row).to.not.have.property('b');
    expect(wordsOf(row))
      .to.match(/qemu-system-i38 \(pid 9\)/)
      .and.match(/20000/);
  });

  it('says nothing of the ports of VPCS that nobody uses: it binds ten, however many PCs are wired', () => {
    const ports = Array.from({ length: 10 }, (_, pc) => udp(`0.0.0.0:${20_000 + pc}`, { pid: 9 }));
    expect(paired(tableOf(ports, { 9: 'vpcs' }))).to.deep.equal([]);
    const wired = udp('127.0.0.1:30003 127.0.0.1:20003', { pid: 7 });
    const row = only(tableOf([...ports, wired], { ...TWO, 9: ['vpcs', 'vpcs'] }));
    expect([row.state, row.a.localPort, row.b?.localPort]).to.deep.equal(['ESTABLISHED', 30_003, 20_003]);
  });

  it('CROSSED: the command line of VPCS says that it sends elsewhere', () => {
    const row = only(
      tableOf([udp('0.0.0.0:20000', { pid: 9 }), udp('127.0.0.1:30005 127.0.0.1:20000', { pid: 7 })], {
        ...TWO,
        9: ['vpcs', 'vpcs', '-s', '20000', '-c', '30000', '-t', '127.0.0.1'],
      }),
    );
    expect(row.state).to.equal('CROSSED');
    expect(row.explanation).to.include('127.0.0.1:30000').and.include('127.0.0.1:30005');
    expect(row.remedy).to.include('-c 30005').and.include('local port 30000');
  });

  it('ESTABLISHED with a VPCS, whose socket takes datagrams from anybody', () => {
    const row = only(
      tableOf([udp('0.0.0.0:20000', { pid: 9 }), udp('127.0.0.1:30000 127.0.0.1:20000', { pid: 7 })], {
        ...TWO,
        9: 'vpcs',
      }),
    );
    expect(row.state).to.equal('ESTABLISHED');
    expect([row.a.pid, row.b?.pid]).to.deep.equal([7, 9]);
    expect(wordsOf(row))
      .to.match(/vpcs \(pid 9\)/)
      .and.match(/every sender/);
  });

  it('FOREIGN: another program has the port of the peer, and is named', () => {
    const row = only(
      tableOf([udp('0.0.0.0:10001', { pid: 812 }), udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 })], {
        ...TWO,
        812: 'webmin',
      }),
    );
    expect(row.state).to.equal('FOREIGN');
    expect(row.evidence).to.deep.equal(['UDP port 10001 of this host is in use by webmin (pid 812)']);
    expect(row.remedy).to.include('webmin (pid 812)');
  });

  it('CROSSED: the peer is connected to somebody else', () => {
    const rows = paired(
      tableOf(
        [
          udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }),
          udp('127.0.0.1:10001 127.0.0.1:10002', { pid: 8 }),
          udp('127.0.0.1:10002 127.0.0.1:10001', { pid: 8 }),
        ],
        TWO,
      ),
    );
    const states = rows.map(({ state, a }) => `${state} ${a.localPort}`);
    expect(states).to.have.members(['CROSSED 10000', 'ESTABLISHED 10001']);
    const crossed = rows.find(({ state }) => state === 'CROSSED') as ObservedLink;
    expect(wordsOf(crossed)).to.include('takes frames from 127.0.0.1:10002 only');
    expect(crossed.explanation).to.include('has another end, which points back at it');
  });

  it('ONE-WAY: a socket whose peer has port 0 takes frames from any port, and sends to nobody (seen)', () => {
    for (const first of [12_000, 12_002]) {
      const row = only(
        tableOf(
          [
            udp(`127.0.0.1:${first} 127.0.0.1:12001`, { pid: 7 }),
            { ...udp('127.0.0.1:12001 127.0.0.1:1', { pid: 8 }), remotePort: 0 },
          ],
          TWO,
        ),
      );
      expect(row.state).to.equal('ONE-WAY');
      expect(row.remedy).to.include(`peer port ${first}`);
    }
  });

  it('HALF-OPEN: a socket whose peer has port 0, and at which nothing points', () => {
    const row = only(tableOf([{ ...udp('127.0.0.1:12001 127.0.0.1:1', { pid: 8 }), remotePort: 0 }], TWO));
    expect(row.state).to.equal('HALF-OPEN');
    expect(row.explanation).to.include('port 0');
  });

  it('UNREACHABLE?: two sockets with the ports of each other and addresses that do not fit (seen)', () => {
    for (const [one, other] of [
      ['10.92.0.1:10000 10.92.0.1:10100', '127.0.0.1:10100 127.0.0.1:10000'],
      ['127.0.0.1:10000 127.0.0.1:10100', '[::1]:10100 [::1]:10000'],
    ] as const) {
      const row = only(
        tableOf([udp(one, { pid: 7 }), udp(other, { pid: 8 })], TWO, {
          addresses: ['127.0.0.1', '::1', '10.92.0.1'],
        }),
      );
      expect(row.state).to.equal('UNREACHABLE?');
      expect(row.remedy).to.include('the same address for both hypervisors');
    }
  });

  it('does not take the relay of VPCS for a PC', () => {
    const row = only(
      tableOf([udp('0.0.0.0:20009', { pid: 9 }), udp('127.0.0.1:20010 127.0.0.1:20009', { pid: 7 })], {
        ...TWO,
        9: ['vpcs', 'vpcs', '-i', '1'],
      }),
    );
    expect(row.state).to.equal('UNKNOWN');
    expect(row.explanation).to.include('relay');
  });

  it('does not call a program FOREIGN that is on ::1 alone, where the peer is IPv4 (seen)', () => {
    const row = only(
      tableOf([udp('[::1]:10001', { pid: 812 }), udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 })], {
        ...TWO,
        812: 'webmin',
      }),
    );
    expect(row.state).to.equal('HALF-OPEN');
  });

  it('does not claim who has the port of the peer when this user may not know', () => {
    const row = only(
      tableOf(
        [udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }), udp('0.0.0.0:10001', { unknownOwner: 'no permission' })],
        TWO,
      ),
    );
    // It may be a VPCS of another user, which takes these frames.
    expect(row.explanation).to.not.include('The other end was never made');
    expect(row.state).to.not.equal('ESTABLISHED');
  });

  it('pairs with a socket whose owner is unknown', () => {
    const row = only(
      tableOf(
        [
          udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }),
          udp('127.0.0.1:10001 127.0.0.1:10000', { unknownOwner: 'no permission' }),
        ],
        TWO,
      ),
    );
    expect(row.state).to.equal('ESTABLISHED');
    expect(row.b).to.include({ present: true, localPort: 10_001 }).and.not.have.property('pid');
  });

  describe('with two hosts', () => {
    const alpha = (pid: number) =>
      tableOf([udp('198.18.0.1:10000 198.18.0.2:10000', { pid })], TWO, {
        addresses: ['127.0.0.1', '198.18.0.1'],
      });
    const beta = (addresses = '198.18.0.2:10000 198.18.0.1:10000') =>
      tableOf([udp(addresses, { pid: 7 })], TWO, { host: 'beta', addresses: ['127.0.0.1', '198.18.0.2'] });

    it('pairs over the network', () => {
      const row = only(alpha(7), beta());
      expect(row.state).to.equal('ESTABLISHED');
      expect([row.a.host, row.b?.host]).to.have.members(['localhost', 'beta']);
    });

    it('UNKNOWN if the other host was not read, by its address', () => {
      const row = only(alpha(7));
      expect(row.state).to.equal('UNKNOWN');
      expect(row.evidence).to.deep.equal(['the sockets of 198.18.0.2 were not read']);
      expect(row.remedy).to.include('--host 198.18.0.2');
    });

    it('a socket of the loopback never pairs with one of another host', () => {
      const states = paired(
        tableOf([udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 })], TWO),
        tableOf([udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 7 })], TWO, { host: 'beta' }),
      ).map(({ state }) => state);
      expect(states).to.deep.equal(['HALF-OPEN', 'HALF-OPEN']);
    });
  });
});
