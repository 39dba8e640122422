/** What links makes of tables that Windows and macOS give, and of one that is not whole. */
import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../../../src/core/allocation/expected-links.ts';
import type { KernelFile } from '../../../../src/core/kernel/kernel-file.ts';
import type { SocketRow, SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import type { ObservedLink } from '../../../../src/features/links/link-table.ts';
import { matchExpected } from '../../../../src/features/links/match-expected.ts';
import { emulatorSockets, pairObserved } from '../../../../src/features/links/pair-observed.ts';
import { netLab } from '../../../support/read.ts';
import { listener, readHostsOf, tableOf, udp } from '../../../support/socket-tables.ts';

const LAB = netLab(
  '[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 11000\n[[ROUTER R2]]\n',
);
const PROGRAMS = { 7: 'dynamips.exe', 8: 'dynamips.exe' };
const CONTROL = [listener('127.0.0.1:7200', { pid: 7 }), listener('127.0.0.1:7201', { pid: 8 })];
const WINDOWS = { tellsAge: true, system: 'windows' as const, addresses: ['127.0.0.1', '198.18.0.6'] };

/** The links of one host, with the lab and without. */
function both(rows: readonly SocketRow[], more: Partial<SocketTable>): [ObservedLink, ObservedLink] {
  const hosts = readHostsOf([tableOf([...CONTROL, ...rows], PROGRAMS, more)]);
  const labHosts = { addressesOf: () => [], isUnresolvable: () => false, viewOf: () => hosts.here };
  const withLab = matchExpected(hosts, expectedLinks([allocate(LAB, 'dynagen')]), {
    ...{ labHosts, countersOf: () => undefined },
    process: { openFilesOf: () => undefined, isOrphan: () => undefined },
  });
  const without = pairObserved(hosts, emulatorSockets(hosts), () => undefined);
  expect([withLab.length, without.length]).to.deep.equal([1, 1]);
  return [withLab[0] as ObservedLink, without[0] as ObservedLink];
}

describe('links of other systems', () => {
  it('ESTABLISHED: two sockets of Windows with the local address 0.0.0.0', () => {
    const rows = [udp('0.0.0.0:10000 127.0.0.1:11000', { pid: 7 }), udp('0.0.0.0:11000 127.0.0.1:10000', { pid: 8 })];
    for (const { state, a, b } of both(rows, WINDOWS)) {
      expect(state).to.equal('ESTABLISHED');
      expect([a.pid, b?.pid]).to.deep.equal([7, 8]);
    }
  });

  it('SELF: one that is its own peer', () => {
    const hosts = readHostsOf([tableOf([udp('0.0.0.0:10000 127.0.0.1:10000', { pid: 7 })], PROGRAMS, WINDOWS)]);
    const [row] = pairObserved(hosts, emulatorSockets(hosts), () => undefined);
    expect(row?.state).to.equal('SELF');
  });

  it('ESTABLISHED: a Windows and a Linux host', () => {
    const windows = tableOf([udp('0.0.0.0:10000 198.18.0.5:11000', { pid: 7 })], PROGRAMS, WINDOWS);
    const linux = tableOf(
      [udp('198.18.0.5:11000 198.18.0.6:10000', { pid: 8 })],
      { 8: 'dynamips' },
      {
        host: 'linux',
        addresses: ['127.0.0.1', '198.18.0.5'],
      },
    );
    for (const tables of [
      [windows, linux],
      [
        { ...linux, host: 'localhost' },
        { ...windows, host: 'windows' },
      ],
    ]) {
      const hosts = readHostsOf(tables);
      const rows = pairObserved(hosts, emulatorSockets(hosts), () => undefined);
      expect(rows.map(({ state }) => state)).to.deep.equal(['ESTABLISHED']);
    }
  });

  it('UNKNOWN, and not well: a socket of Linux towards a Windows that hides the peers', () => {
    const linux = tableOf(
      [udp('198.18.0.5:11000 198.18.0.6:10000', { pid: 8 })],
      { 8: 'dynamips' },
      {
        addresses: ['127.0.0.1', '198.18.0.5'],
      },
    );
    const hidden = { ...WINDOWS, host: 'windows', hidesPeers: true };
    const hosts = readHostsOf([linux, tableOf([udp('0.0.0.0:10000', { pid: 7 })], PROGRAMS, hidden)]);
    const rows = pairObserved(hosts, emulatorSockets(hosts), () => undefined);
    expect(rows.map(({ state, b }) => [state, b?.host])).to.deep.equal([['UNKNOWN', 'windows']]);
  });

  it('SHARED: says which was bound first, and of none that it receives', () => {
    const same = '0.0.0.0:10000 127.0.0.1:10000';
    const rows = [udp(same, { pid: 7, age: 1 }), udp(same, { pid: 8, age: 0 })];
    const hosts = readHostsOf([tableOf(rows, PROGRAMS, WINDOWS)]);
    const [row] = pairObserved(hosts, emulatorSockets(hosts), () => undefined);
    expect(row?.state).to.equal('SHARED');
    expect(row).to.not.have.property('receiver');
    expect(row?.evidence).to.deep.equal([
      '0.0.0.0:10000 → 127.0.0.1:10000 of dynamips.exe (pid 8): bound last',
      '0.0.0.0:10000 → 127.0.0.1:10000 of dynamips.exe (pid 7): bound first',
    ]);
  });

  it('SHARED: names the receiver that niostat kernel observed on a machine of that system, and of no other', () => {
    const same = '0.0.0.0:10000 127.0.0.1:10000';
    const rows = [udp(same, { pid: 7, age: 1 }), udp(same, { pid: 8, age: 0 })];
    const hosts = readHostsOf([tableOf(rows, PROGRAMS, WINDOWS)]);
    const explained = (system: 'windows' | 'darwin', receiver: 'first' | 'last') => {
      const kernel: KernelFile = {
        schemaVersion: 1,
        kind: 'niostat-kernel',
        system,
        release: '10.0.26100',
        date: '2026-11-27',
        method: { by: 'own-sockets' },
        observations: [{ situation: 'reuse-reuse-identical', bind: 'shared', receiver }],
      };
      const [row] = pairObserved(hosts, emulatorSockets(hosts), () => undefined, { kernel });
      return { pid: row?.receiver?.pid, text: row?.explanation };
    };
    expect(explained('windows', 'first').pid).to.equal(7);
    expect(explained('windows', 'last').pid).to.equal(8);
    expect(explained('windows', 'first').text).to.contain('observed: niostat kernel, 2026-11-27, Windows 10.0.26100');
    expect(explained('darwin', 'first')).to.include({ pid: undefined });
  });

  it('UNKNOWN, and neither HALF-OPEN nor MISSING: an end that is not in a table which was cut', () => {
    const rows = [udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 })];
    for (const { state, explanation } of both(rows, { isCut: true })) {
      expect(state).to.equal('UNKNOWN');
      expect(explanation).to.contain('that host has more');
    }
    // The same table, whole.
    expect(both(rows, {}).map(({ state }) => state)).to.deep.equal(['HALF-OPEN', 'HALF-OPEN']);
  });
});
