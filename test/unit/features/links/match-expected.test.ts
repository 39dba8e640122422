import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { allocate, allocateAll } from '../../../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../../../src/core/allocation/expected-links.ts';
import type { OpenFiles } from '../../../../src/core/kernel/open-files.ts';
import { readServerConf } from '../../../../src/core/lab/gns3/server-conf.ts';
import type { AllocatorName, Lab } from '../../../../src/core/lab/lab.ts';
import type { SocketRow, SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import type { ObservedLink } from '../../../../src/features/links/link-table.ts';
import { matchExpected } from '../../../../src/features/links/match-expected.ts';
import { caseLab } from '../../../support/cases.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';
import { listener, readHostsOf, tableOf, udp } from '../../../support/socket-tables.ts';

const APART = netLab(
  '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 11000\n[[ROUTER R2]]\n',
);
const SAME_BASE = netLab(
  '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 10000\n[[ROUTER R2]]\n',
);
const PROGRAMS = { 7: 'dynamips', 8: 'dynamips', 9: 'vpcs', 812: 'webmin' };
const CONTROL = [listener('127.0.0.1:7200', { pid: 7 }), listener('127.0.0.1:7201', { pid: 8 })];

/** What becomes of labs whose only host is this one, unless `hosts` says which table another one has. */
function matched(
  labs: Lab | readonly Lab[],
  rows: readonly SocketRow[],
  {
    allocator = 'dynagen',
    hosts = {},
    addresses = {},
    more = {},
    programs = PROGRAMS,
    openFiles,
  }: {
    allocator?: AllocatorName;
    hosts?: Readonly<Record<string, SocketTable | undefined>>;
    addresses?: Readonly<Record<string, readonly string[]>>;
    more?: Partial<SocketTable>;
    programs?: Readonly<Record<number, string>>;
    /** Of each process. */
    openFiles?: OpenFiles;
  } = {},
): ObservedLink[] {
  const all = [labs].flat() as Lab[];
  const read = Object.values(hosts).filter((table) => table !== undefined);
  const readHosts = readHostsOf([tableOf(rows, programs, more), ...read]);
  return matchExpected(readHosts, expectedLinks(all.map((lab) => allocate(lab, allocator))), {
    files: 'lab.net',
    labHosts: {
      addressesOf: (host) => addresses[host] ?? [],
      isUnresolvable: (host) => addresses[host]?.length === 0,
      viewOf: (host) =>
        host in hosts
          ? readHosts.views.find(({ table }) => table === hosts[host] && table !== undefined)
          : readHosts.here,
    },
    countersOf: () => undefined,
    process: { openFilesOf: () => openFiles, isOrphan: () => undefined },
  });
}

function only(rows: readonly ObservedLink[]): ObservedLink {
  expect(rows.map(({ state, name }) => `${state} ${name}`)).to.have.length(1);
  return rows[0] as ObservedLink;
}

function wordsOf({ evidence, explanation, remedy }: ObservedLink): string {
  return [...evidence, explanation, remedy ?? ''].join('\n');
}

function states(rows: readonly ObservedLink[]): string[] {
  return rows.map(({ state, name }) => `${state} ${name ?? '-'}`);
}

describe('matchExpected', () => {
  it('ESTABLISHED: both ends with the names of the lab', () => {
    const row = only(
      matched(APART, [
        ...CONTROL,
        udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
        udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }),
      ]),
    );
    expect(row).to.include({ state: 'ESTABLISHED', name: 'R1 f0/0 -- R2 f0/0', lab: 'lab', explanation: '' });
    expect(row.a).to.include({ device: 'R1', interface: 'f0/0', hypervisor: '127.0.0.1:7200', pid: 7, present: true });
    expect(row.b).to.include({ device: 'R2', interface: 'f0/0', hypervisor: '127.0.0.1:7201', pid: 8, present: true });
  });

  it('SELF: the same base, up to 0.2.17', () => {
    const row = only(matched(SAME_BASE, [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:10000', { pid: 7 })]));
    expect(row.state).to.equal('SELF');
    expect(row.a).to.include({ device: 'R1', present: true });
    expect(row.b).to.include({ device: 'R2', present: false, localPort: 10_000 });
    expect(wordsOf(row))
      .to.match(/R1 f0\/0 is connected to itself/)
      .and.match(/R2 f0\/0 has no socket/)
      .and.match(/pid 7/);
  });

  it('SELF is told also if it is the second end that is there', () => {
    const row = only(matched(SAME_BASE, [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:10000', { pid: 8 })]));
    expect(row.state).to.equal('SELF');
    expect(wordsOf(row)).to.match(/R2 f0\/0 is connected to itself/);
    expect(row.remedy).to.include('`niostat check lab.net` names a free one');
  });

  it('SHARED: the same base, from 0.2.18; the newest receives', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10000';
    const row = only(matched(SAME_BASE, [...CONTROL, udp(same, { pid: 8, age: 0 }), udp(same, { pid: 7, age: 1 })]));
    expect(row.state).to.equal('SHARED');
    expect(row.receiver).to.include({ pid: 8, device: 'R2' });
    expect([row.a.device, row.b?.device]).to.deep.equal(['R1', 'R2']);
    expect(row.also).to.deep.equal([]);
    expect(row.explanation).to.match(/R2 f0\/0 of dynamips \(pid 8\), receives every frame/);
    expect(row.remedy).to.include('`niostat check lab.net`');
    expect(row.evidence).to.have.length(2);
    // One of two bases is enough.
    expect(row.remedy).to.match(/^give 127\.0\.0\.1:7200 another base UDP, and load the lab again/);
  });

  it('SHARED without the age: nobody is said to receive', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10000';
    const rows = [...CONTROL, udp(same, { pid: 8, age: 0 }), udp(same, { pid: 7, age: 1 })];
    const row = only(matched(SAME_BASE, rows, { more: { tellsAge: false } }));
    expect(row.state).to.equal('SHARED');
    expect(row).to.not.have.property('receiver');
    expect(wordsOf(row)).to.not.match(/newest|receives every frame\b(?!,)/);
  });

  it('SHARED with a socket of a third program', () => {
    const rows = matched(APART, [
      ...CONTROL,
      udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7, age: 1 }),
      udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 99, age: 0 }),
      udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
    ]);
    const row = only(rows);
    expect(row.state).to.equal('SHARED');
    expect(row.receiver?.pid).to.equal(99);
    expect(row.also.map(({ pid }) => pid)).to.deep.equal([99]);
  });

  it('HALF-OPEN: one end was not made', () => {
    const row = only(matched(APART, [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })]));
    expect(row.state).to.equal('HALF-OPEN');
    expect(row.b).to.include({ present: false, device: 'R2', localPort: 11_000 });
    expect(wordsOf(row))
      .to.match(/R1 f0\/0 sends to/)
      .and.match(/11000/)
      .and.match(/127.0.0.1:7201 runs without any NIO: the lab is not loaded there/);
    expect(row.remedy).to.equal(
      'save the configurations of R1 first (loading the lab resets 127.0.0.1:7200, which still has them); then load the lab',
    );
    expect(row.absence).to.deep.equal({
      why: 'not loaded',
      hypervisors: [{ kind: 'dynamips', host: '127.0.0.1', port: 7201, name: '127.0.0.1:7201' }],
    });
  });

  it('HALF-OPEN: the hypervisor of the other end does not run', () => {
    const rows = [listener('127.0.0.1:7200', { pid: 7 }), udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })];
    const row = only(matched(APART, rows));
    expect(row.state).to.equal('HALF-OPEN');
    expect(wordsOf(row))
      .to.include('Nothing listens on TCP port 7201')
      .and.include('that hypervisor does not run')
      // Dynagen resets every hypervisor of the lab that it loads.
      .and.include(
        'save the configurations of R1 first (loading the lab resets 127.0.0.1:7200, which still has them); then start 127.0.0.1:7201: dynamips -H 127.0.0.1:7201',
      );
    // The other hypervisor of the lab is not the one that is missing; one that the lab does not name may be.
    expect(wordsOf(row)).to.not.include('(pid 7) listens').and.not.include('write the address');
    const stranger = [...rows, listener('127.0.0.1:7300', { pid: 8 })];
    expect(wordsOf(only(matched(APART, stranger))))
      .to.include('dynamips (pid 8) listens on 127.0.0.1:7300')
      .and.include('write the address of the one that runs');
  });

  it('MISSING: nothing is there; the reason names the control port that nobody has', () => {
    const row = only(matched(APART, []));
    expect(row.state).to.equal('MISSING');
    expect([row.a.present, row.b?.present]).to.deep.equal([false, false]);
    expect(wordsOf(row))
      .to.match(/R1 f0\/0 needs UDP port 10000 and R2 f0\/0 needs UDP port 11000/)
      .and.include('port 7200')
      .and.include('are not started')
      .and.not.include('save the configurations');
    const loaded = only(matched(APART, CONTROL));
    expect(wordsOf(loaded)).to.include('the lab is not loaded there').and.not.include('Nothing listens');
    const strange = only(matched(APART, CONTROL, { programs: { 7: 'dynamips', 8: 'python3' } }));
    expect(strange.absence?.why).to.equal('control port in use');
    expect(wordsOf(strange))
      .to.include('TCP port 7201 of 127.0.0.1 is in use by python3 (pid 8), which by its name is not a hypervisor')
      .and.include('stop python3 (pid 8), start hypervisor 127.0.0.1:7201')
      .and.not.include('is not loaded');
    const other = [...CONTROL, ...[7, 8].map((pid) => udp(`127.0.0.1:${12_000 + pid} 127.0.0.1:9`, { pid }))];
    const partly = matched(APART, other).find(({ state }) => state === 'MISSING') as ObservedLink;
    expect(wordsOf(partly)).to.include('but these NIOs are not there').and.include('load the lab again');
  });

  it('MISSING: the hypervisor has no descriptor left for the NIO, whoever has the port', () => {
    const wordsWith = (open: number): string =>
      wordsOf(only(matched(APART, CONTROL, { openFiles: { open, limit: 1024 } })));
    // The client that loads the lab takes one, the NIO another.
    expect(wordsWith(1023)).to.include('127.0.0.1:7200 has 1023 of 1024 descriptors open').and.include('ulimit -n');
    expect(wordsWith(1022)).to.not.include('descriptors');
  });

  it('MISSING: a hypervisor that is not of the lab has the port', () => {
    const row = only(
      matched(APART, [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:9', { pid: 6 })], {
        programs: { ...PROGRAMS, 6: 'dynamips' },
      }),
    );
    expect(row.state).to.equal('MISSING');
    expect(wordsOf(row))
      .to.match(/UDP port 10000 is in use by .*pid 6/)
      .and.match(/206/);
  });

  it('FOREIGN: a program that has nothing to do with labs has the port', () => {
    const row = only(
      matched(APART, [
        ...CONTROL,
        udp('0.0.0.0:11000', { pid: 812 }),
        udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }),
      ]),
    );
    expect(row.state).to.equal('FOREIGN');
    expect(row.evidence).to.deep.equal(['UDP port 11000 of this host is in use by webmin (pid 812)']);
    expect(row.explanation).to.match(/^R2 f0\/0 needs UDP port 11000/);
  });

  it('CROSSED: names the end of the lab that has the port to which another one sends', () => {
    const lab = netLab(
      '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nf1/0 = R2 f1/0\n[127.0.0.1:7201]\nudp = 11000\n[[ROUTER R2]]\n',
    );
    const rows = [
      udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }),
      udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
      udp('127.0.0.1:10001 127.0.0.1:11000', { pid: 7 }),
      udp('127.0.0.1:11001 127.0.0.1:10001', { pid: 8 }),
    ];
    const row = matched(lab, [...CONTROL, ...rows]).find(({ state }) => state === 'CROSSED');
    expect(row?.explanation).to.include(
      'R1 f1/0 sends to port 11000, the port of R2 f0/0, and R2 f1/0 listens on port 11001',
    );
  });

  it('CROSSED: the socket of the lab points elsewhere', () => {
    const row = only(
      matched(APART, [
        ...CONTROL,
        udp('127.0.0.1:10000 127.0.0.1:11007', { pid: 7 }),
        udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
      ]),
    );
    expect(row.state).to.equal('CROSSED');
    expect(row.holder).to.include({ device: 'R1', interface: 'f0/0', localPort: 10_000, remotePort: 11_007 });
    // The two numbers that must be equal, and what to write.
    expect(row.explanation).to.include('R1 f0/0 sends to port 11007, and R2 f0/0 listens on port 11000');
    expect(row.remedy).to.include('make the NIO of R1 f0/0 again with remote port 11000');
  });

  it('UNEXPECTED: a hypervisor of the lab has more; those of other hypervisors are nobody’s matter', () => {
    const rows = matched(
      APART,
      [
        ...CONTROL,
        udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }),
        udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
        udp('127.0.0.1:10007 127.0.0.1:11007', { pid: 7 }),
        udp('127.0.0.1:12000 127.0.0.1:12001', { pid: 6 }),
      ],
      { programs: { ...PROGRAMS, 6: 'dynamips' } },
    );
    expect(states(rows)).to.deep.equal(['ESTABLISHED R1 f0/0 -- R2 f0/0', 'UNEXPECTED -']);
    expect(rows[1]?.a).to.include({ localPort: 10_007, hypervisor: '127.0.0.1:7200' });
  });

  it('a socket that belongs to one link is not taken away by another link of the same port', () => {
    // From 0.2.18 one port may have two NIOs with different peers. That of the first link is gone.
    const lab = netLab(
      '[127.0.0.1:7200]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:127.0.0.1:30001\nf0/1 = NIO_udp:30000:127.0.0.1:30002\n',
    );
    const rows = matched(lab, [
      listener('127.0.0.1:7200', { pid: 7 }),
      udp('127.0.0.1:30000 127.0.0.1:30002', { pid: 7 }),
      udp('127.0.0.1:30002 127.0.0.1:30000', { pid: 8 }),
    ]);
    expect(rows.find(({ a }) => a.interface === 'f0/1')?.state).to.equal('ESTABLISHED');
    expect(rows.find(({ a }) => a.interface === 'f0/0')?.state).to.be.oneOf(['MISSING', 'CROSSED']);
  });

  it('the hypervisor is whoever has the control port, whatever the program is called', () => {
    const rows = [
      ...CONTROL,
      udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }),
      udp('127.0.0.1:11000 127.0.0.1:10000', { pid: 8 }),
    ];
    expect(only(matched(APART, rows, { programs: { 7: 'emulator', 8: 'node' } })).state).to.equal('ESTABLISHED');
  });

  it('ESTABLISHED where this user may see no owner at all', () => {
    const rows = [
      listener('127.0.0.1:7200', { unknownOwner: 'no permission' }),
      listener('127.0.0.1:7201', { unknownOwner: 'no permission' }),
      udp('127.0.0.1:10000 127.0.0.1:11000', { unknownOwner: 'no permission' }),
      udp('127.0.0.1:11000 127.0.0.1:10000', { unknownOwner: 'no permission' }),
    ];
    const row = only(matched(APART, rows));
    expect(row.state).to.equal('ESTABLISHED');
    expect(row.a).to.not.have.property('pid');
  });

  it('SHARED where this user may see no owner: two sockets are two ends', () => {
    const same = '127.0.0.1:10000 127.0.0.1:10000';
    const row = only(
      matched(SAME_BASE, [
        listener('127.0.0.1:7200', { unknownOwner: 'no permission' }),
        listener('127.0.0.1:7201', { unknownOwner: 'no permission' }),
        udp(same, { unknownOwner: 'no permission', age: 0, inode: 2 }),
        udp(same, { unknownOwner: 'no permission', age: 1, inode: 1 }),
      ]),
    );
    expect(row.state).to.equal('SHARED');
    expect([row.a.inode, row.b?.inode]).to.have.members([1, 2]);
    expect(row.receiver?.inode).to.equal(2);
    // Two owners who are not told are not two halves of a sentence that says who.
    expect(wordsOf(row)).to.not.include('undefined');
  });

  it('a socket that Dynamips would not meet is not in its way', () => {
    // Seen on 0.2.14: with a socket on [::1]:11000 it binds 0.0.0.0:11000 all the same.
    const rows = [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })];
    const beside = {
      ...udp('0.0.0.0:11000', { pid: 812 }),
      localAddress: '::1',
      remoteAddress: '::',
      family: 6 as const,
    };
    expect(only(matched(APART, [...rows, beside])).state).to.equal('HALF-OPEN');
    expect(only(matched(APART, [...rows, { ...beside, localAddress: '::' }])).state).to.equal('FOREIGN');
  });

  it('a NIO to ::1 is in the way of one to 127.0.0.1: it was bound to every address of both families', () => {
    // Seen on Linux 6.18: beside [::1]:11000 → [::1]:10000, bound to ::, no socket gets 0.0.0.0:11000.
    const rows = [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })];
    const nio = {
      ...udp('0.0.0.0:11000', { pid: 99 }),
      ...{ localAddress: '::1', remoteAddress: '::1', remotePort: 10_000 },
      ...{ family: 6 as const, state: 'ESTABLISHED' as const },
    };
    const row = only(matched(APART, [...rows, nio], { programs: { ...PROGRAMS, 99: 'dynamips' } }));
    expect(row.explanation).to.include('UDP port 11000 is in use by dynamips (pid 99)');
  });

  it('MISSING names every hypervisor that does not run', () => {
    const row = only(matched(APART, []));
    expect(row.explanation).to.include('TCP port 7200').and.include('7201');
  });

  it('FOREIGN has the socket that is in the way', () => {
    const rows = [...CONTROL, udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }), udp('0.0.0.0:11000', { pid: 812 })];
    expect(only(matched(APART, rows)).holder).to.include({ pid: 812, process: 'webmin' });
  });

  it('MISSING: the name of the peer has no address, and the hypervisor answers 206 (seen)', () => {
    const row = only(
      matched(caseLab('e1b-unresolvable-host.net'), CONTROL, {
        hosts: { 'labserver7.invalid': undefined },
        addresses: { 'labserver7.invalid': [] },
      }),
    );
    expect(row.state).to.equal('MISSING');
    expect(wordsOf(row)).to.include('labserver7.invalid has no address').and.include('206');
  });

  it('names a VPCS that has the port of a NIO, and no other hypervisor (seen)', () => {
    const row = only(
      matched(caseLab('d1-base-20009.yaml'), [
        listener('127.0.0.1:7200', { pid: 7 }),
        udp('0.0.0.0:20009', { pid: 9 }),
        udp('127.0.0.1:20010 127.0.0.1:20009', { pid: 7 }),
      ]),
    );
    expect(row.state).to.equal('HALF-OPEN');
    expect(row.remedy).to.include('stop vpcs (pid 9)').and.include('20009');
  });

  describe('explicit NIOs', () => {
    const lab = netLab('[127.0.0.1:7200]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:127.0.0.1:20000\n');
    const control = listener('127.0.0.1:7200', { pid: 7 });
    const own = udp('127.0.0.1:30000 127.0.0.1:20000', { pid: 7, inode: 1 });

    it('ESTABLISHED with a VPCS whose socket has no peer', () => {
      const row = only(matched(lab, [control, own, udp('0.0.0.0:20000', { pid: 9 })]));
      expect(row.state).to.equal('ESTABLISHED');
      expect(row.a).to.include({ device: 'R1', interface: 'f0/0', hypervisor: '127.0.0.1:7200' });
      expect(row.b).to.include({ process: 'vpcs', pid: 9 });
    });

    it('HALF-OPEN, FOREIGN and MISSING like any other', () => {
      expect(only(matched(lab, [control, own])).state).to.equal('HALF-OPEN');
      // The lab itself says that the other end is another program's.
      expect(only(matched(lab, [control, own, udp('0.0.0.0:20000', { pid: 812 })])).state).to.equal('ESTABLISHED');
      expect(only(matched(lab, [control])).state).to.equal('MISSING');
      const foreign = only(matched(lab, [control, udp('0.0.0.0:30000', { pid: 812 })]));
      expect(foreign.state).to.equal('FOREIGN');
      expect(wordsOf(foreign)).to.include('webmin (pid 812)');
    });

    it('names both ends where one is connected to port 0 (seen)', () => {
      const rows = matched(caseLab('m1-remote-port-0.yaml'), [
        control,
        udp('127.0.0.1:12000 127.0.0.1:12001', { pid: 7 }),
        { ...udp('127.0.0.1:12001 127.0.0.1:1', { pid: 7 }), remotePort: 0 },
      ]);
      expect(rows.map(({ state }) => state)).to.deep.equal(['ONE-WAY', 'ONE-WAY']);
      for (const { remedy } of rows) expect(remedy).to.include('give R2 f0/0 the peer port 12000');
    });

    it('does not blame bases where the ports are written (seen)', () => {
      const rows = matched(caseLab('h1-says-new-runs-old.yaml'), [
        ...CONTROL,
        udp('127.0.0.1:12000 127.0.0.1:13001', { pid: 7 }),
        udp('127.0.0.1:13001 127.0.0.1:12000', { pid: 7 }),
        udp('127.0.0.1:13002 127.0.0.1:12000', { pid: 8 }),
      ]);
      expect(rows.map(({ state }) => state)).to.have.members(['ESTABLISHED', 'ESTABLISHED', 'MISSING', 'CROSSED']);
      const crossed = rows.find(({ state }) => state === 'CROSSED') as ObservedLink;
      expect(crossed.explanation).to.include('P2 f0/0 sends to port 12000');
      for (const row of rows) expect(wordsOf(row)).to.not.match(/base|range/);
    });

    it('SHARED: every socket is in the row, and none of them twice', () => {
      const twin = udp('127.0.0.1:30000 127.0.0.1:20000', { pid: 6, age: 0, inode: 2 });
      const peer = udp('127.0.0.1:20000 127.0.0.1:30000', { pid: 9, inode: 3 });
      const programs = { ...PROGRAMS, 6: 'dynamips' };
      const row = only(matched(lab, [control, { ...own, age: 1 }, twin, peer], { programs }));
      expect(row.state).to.equal('SHARED');
      expect(row.receiver?.inode).to.equal(2);
      expect([row.a, row.b, ...row.also].map((end) => end?.inode)).to.have.members([1, 2, 3]);
    });

    it('SHARED at the other end: every socket is in the row, and none of them twice', () => {
      const peers = [0, 1].map((age) => udp('127.0.0.1:20000 127.0.0.1:30000', { pid: 9, age, inode: 3 + age }));
      const row = only(matched(lab, [control, own, ...peers]));
      expect(row.state).to.equal('SHARED');
      expect(row.receiver?.inode).to.equal(3);
      expect([row.a, row.b, ...row.also].map((end) => end?.inode)).to.have.members([1, 3, 4]);
    });
  });

  describe('wrappers', () => {
    const lab = netLab(
      '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = Q1 e0\n[qemu 127.0.0.1:10525]\nudp = 40000\n[[QEMU Q1]]\n',
    );

    it('ESTABLISHED: the socket is that of an emulator which the wrapper started', () => {
      const rows = matched(
        lab,
        [
          listener('127.0.0.1:7200', { pid: 7 }),
          listener('127.0.0.1:10525', { pid: 20 }),
          udp('127.0.0.1:10000 127.0.0.1:40000', { pid: 7 }),
          udp('127.0.0.1:40000 127.0.0.1:10000', { pid: 21 }),
        ],
        { programs: { 7: 'dynamips', 20: 'python3', 21: 'qemu-system-i38' } },
      );
      expect(states(rows)).to.deep.equal(['ESTABLISHED R1 f0/0 -- Q1 e0']);
      const ends = [rows[0]?.a, rows[0]?.b].map((end) => `${end?.device} ${end?.process} ${end?.pid}`);
      expect(ends).to.have.members(['R1 dynamips 7', 'Q1 qemu-system-i38 21']);
    });
  });

  describe('tunnels of uBridge', () => {
    // gns3-server 3.0: the ends take 10000 and 10001, R1's tunnel 10002 and 10003, R2's 10004 and 10005.
    const lab = netLab('[127.0.0.1:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const pair = (local: number, remote: number, pids: readonly [number, number]): SocketRow[] => [
      udp(`127.0.0.1:${local} 127.0.0.1:${remote}`, { pid: pids[0] }),
      udp(`127.0.0.1:${remote} 127.0.0.1:${local}`, { pid: pids[1] }),
    ];
    const programs = { 7: 'dynamips', 31: 'ubridge', 32: 'ubridge' };
    const all = [
      listener('127.0.0.1:7200', { pid: 7 }),
      ...pair(10_002, 10_003, [7, 31]),
      ...pair(10_004, 10_005, [7, 32]),
      ...pair(10_000, 10_001, [31, 32]),
    ];

    it('are links of their own, beside the link between the two uBridges', () => {
      const rows = matched(lab, all, { allocator: 'gns3-server-3.0', programs });
      expect(states(rows)).to.have.members([
        'ESTABLISHED R1 f0/0 -- R2 f0/0',
        "ESTABLISHED R1 f0/0 -- R2 f0/0 (R1's uBridge)",
        "ESTABLISHED R1 f0/0 -- R2 f0/0 (R2's uBridge)",
      ]);
    });

    it('HALF-OPEN: one uBridge has ended', () => {
      const rows = matched(
        lab,
        all.filter(({ pid }) => pid !== 32),
        { allocator: 'gns3-server-3.0', programs },
      );
      expect(states(rows)).to.have.members([
        'HALF-OPEN R1 f0/0 -- R2 f0/0',
        "ESTABLISHED R1 f0/0 -- R2 f0/0 (R1's uBridge)",
        "HALF-OPEN R1 f0/0 -- R2 f0/0 (R2's uBridge)",
      ]);
      // It is not Dynamips that lacks a NIO.
      for (const row of rows) expect(row.explanation).to.not.include('The hypervisor runs, but has no such NIO');
    });
  });

  describe('with a second host', () => {
    const lab = netLab(
      '[198.18.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[198.18.0.2:7200]\nudp = 11000\n[[ROUTER R2]]\n',
    );
    const here = [listener('0.0.0.0:7200', { pid: 7 }), udp('198.18.0.1:10000 198.18.0.2:11000', { pid: 7 })];
    const more = { addresses: ['127.0.0.1', '198.18.0.1'] };
    const beta = (addresses: string): SocketTable =>
      tableOf([listener('0.0.0.0:7200', { pid: 7 }), udp(addresses, { pid: 7 })], PROGRAMS, {
        host: 'beta',
        addresses: ['127.0.0.1', '198.18.0.2'],
      });

    it('ESTABLISHED over the network', () => {
      const hosts = { '198.18.0.2': beta('198.18.0.2:11000 198.18.0.1:10000') };
      const row = only(matched(lab, here, { hosts, more }));
      expect(row.state).to.equal('ESTABLISHED');
      expect([row.a.host, row.b?.host]).to.deep.equal(['localhost', 'beta']);
    });

    it('UNKNOWN: it was not read', () => {
      const row = only(matched(lab, here, { hosts: { '198.18.0.2': undefined }, more }));
      expect(row.state).to.equal('UNKNOWN');
      expect(row.b).to.include({ host: '198.18.0.2', present: false });
      expect(wordsOf(row)).to.include('R1 f0/0 is there').and.include('--host 198.18.0.2');
    });

    it('UNREACHABLE?: both are there, and send from addresses that the other does not know', () => {
      // A second address of the host, as behind NAT: its own socket shows it, and the lab has the other one.
      const hosts = { '198.18.0.2': beta('10.0.0.2:11000 198.18.0.1:10000') };
      const row = only(matched(lab, here, { hosts, more }));
      expect(row.state).to.equal('UNREACHABLE?');
      expect(wordsOf(row)).to.include('10.0.0.2').and.include('198.18.0.1').and.include('on 198.18.0.2');
    });
  });

  describe('of a GNS3 server that is bound to one address', () => {
    const lab = gns3Lab(
      JSON.parse(readFileSync(new URL('../../../fixtures/cases/two-routers.gns3', import.meta.url), 'utf8')),
    );
    const programs = { 1: 'python3', 11: 'dynamips', 12: 'dynamips', 21: 'ubridge', 22: 'ubridge' };
    /** As the server makes them: ends of the link with its own address, tunnels with the loopback's. */
    const rows = [
      listener('10.9.0.5:3080', { pid: 1 }),
      udp('127.0.0.1:20002 127.0.0.1:20003', { pid: 11 }),
      udp('127.0.0.1:20003 127.0.0.1:20002', { pid: 21 }),
      udp('10.9.0.5:20000 10.9.0.5:20001', { pid: 21 }),
      udp('127.0.0.1:20004 127.0.0.1:20005', { pid: 12 }),
      udp('127.0.0.1:20005 127.0.0.1:20004', { pid: 22 }),
      udp('10.9.0.5:20001 10.9.0.5:20000', { pid: 22 }),
    ];
    const OWN = { addresses: ['127.0.0.1', '10.9.0.5'] };
    const here = tableOf(rows, programs, OWN);

    function rowsWith(conf: string, table = here, orphans: readonly number[] = []): ObservedLink[] {
      const server = readServerConf(conf, 'gns3_server.conf').conf;
      const readHosts = readHostsOf([table]);
      return matchExpected(readHosts, expectedLinks(allocateAll([lab], () => 'gns3-server-2.2.3', server)), {
        labHosts: { addressesOf: () => [], isUnresolvable: () => false, viewOf: () => readHosts.here },
        countersOf: () => undefined,
        process: { openFilesOf: () => undefined, isOrphan: (_, pid) => orphans.includes(pid) },
      });
    }

    function statesWith(conf: string): string[] {
      return states(rowsWith(conf));
    }

    it('ESTABLISHED, as its configuration says', () => {
      expect(statesWith('[Server]\nhost = 10.9.0.5\n').map((line) => line.split(' ')[0])).to.deep.equal([
        ...['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED'],
      ]);
    });

    it('FOREIGN: what a server has left that is gone is none of the one that runs now', () => {
      const orphans = [11, 12, 21, 22];
      const conf = '[Server]\nhost = 10.9.0.5\n';
      const now = tableOf(
        [listener('10.9.0.5:3080', { pid: 900 }), ...rows.slice(1)],
        { ...programs, 900: 'python3' },
        OWN,
      );
      for (const table of [now, tableOf(rows.slice(1), programs, OWN)]) {
        const left = rowsWith(conf, table, orphans);
        expect(left.map(({ state }) => state)).to.deep.equal(['FOREIGN', 'FOREIGN', 'FOREIGN']);
        expect(left.map(({ remedy }) => remedy).join()).to.match(/kill (11|12|21|22)/);
      }
      // The first process of a container is the parent of its own and of what is left.
      expect(rowsWith(conf, here, orphans).map(({ state }) => state)).to.not.include('FOREIGN');
    });

    it('not without it, for then the link is expected on the loopback', () => {
      expect(statesWith('[Server]\nhost = 0.0.0.0\n')).to.not.include('ESTABLISHED R1 e0/0 -- R2 e0/0');
    });
  });
});

describe('matchExpected: one process that is several hypervisors', () => {
  const ONE = { 7: 'niostat practic' };
  const BOTH = [listener('127.0.0.1:7200', { pid: 7 }), listener('127.0.0.1:7201', { pid: 7 })];

  it('of two sockets with the same four values the older is that of the end which was made first', () => {
    const rows = matched(
      SAME_BASE,
      [
        ...BOTH,
        udp('127.0.0.1:10000 127.0.0.1:10000', { pid: 7, age: 2, inode: 1 }),
        udp('127.0.0.1:10000 127.0.0.1:10000', { pid: 7, age: 1, inode: 2 }),
      ],
      { programs: ONE },
    );
    const { state, receiver, a } = only(rows);
    expect(state).to.equal('SHARED');
    expect([receiver?.device, receiver?.hypervisor]).to.deep.equal(['R2', '127.0.0.1:7201']);
    expect([a.device, a.hypervisor, a.inode]).to.deep.equal(['R1', '127.0.0.1:7200', 1]);
  });

  it('says which of them has the port, where the other was refused', () => {
    const both = netLab(
      '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n' +
        '[127.0.0.1:7201]\nudp = 10000\n[[ROUTER R3]]\nf0/0 = R4 f0/0\n[[ROUTER R4]]\n',
    );
    const rows = matched(
      both,
      [...BOTH, udp('127.0.0.1:10000 127.0.0.1:10001', { pid: 7 }), udp('127.0.0.1:10001 127.0.0.1:10000', { pid: 7 })],
      { programs: ONE },
    );
    expect(states(rows)).to.deep.equal(['ESTABLISHED R1 f0/0 -- R2 f0/0', 'MISSING R3 f0/0 -- R4 f0/0']);
    expect(rows[1]?.absence?.why).to.equal('port in use');
    expect(rows[1]?.holder?.hypervisor).to.equal('127.0.0.1:7200');
  });

  it('tells the one that has no NIO from the one that has', () => {
    const { state, absence } = only(
      matched(APART, [...BOTH, udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })], { programs: ONE }),
    );
    expect(state).to.equal('HALF-OPEN');
    expect(absence?.why).to.equal('not loaded');
    expect(absence?.hypervisors.map(({ name }) => name)).to.deep.equal(['127.0.0.1:7201']);
  });
});
