import { expect } from 'chai';
import { type HostView, isMirror, isTwin, type Located } from '../../src/core/sockets/host-view.ts';
import type { SocketRow } from '../../src/core/sockets/socket-table.ts';
import { EndSockets } from '../../src/features/links/end-sockets.ts';
import { mirrorsOf, twinsOf } from '../../src/features/links/pair-observed.ts';
import { fc } from '../support/property.ts';
import { readHostsOf, tableOf, udp } from '../support/socket-tables.ts';

/** Sockets of a few values, so that ports have very many and few, some with the same four values. */
const rows: fc.Arbitrary<SocketRow[]> = fc
  .array(
    fc.record({
      local: fc.constantFrom('127.0.0.1', '10.0.0.1'),
      port: fc.constantFrom(9000, 9000, 9001, 9002),
      remote: fc.constantFrom('127.0.0.1', '10.0.0.1', '10.0.0.2'),
      remotePort: fc.constantFrom(0, 9000, 9001),
      pid: fc.constantFrom(1, 2, 3),
    }),
    { maxLength: 60 },
  )
  .map((all) =>
    all.map(({ local, port, remote, remotePort, pid }, age) => {
      const row = udp(`${local}:${port} ${remote}:${remotePort}`, { age, pid, inode: age + 1 });
      // Some hide their owner.
      return pid === 3 ? { ...row, pid: undefined as never } : row;
    }),
  );

function viewOf(all: readonly SocketRow[]): HostView {
  return readHostsOf([tableOf(all, { 1: 'dynamips', 2: 'dynamips' }, { addresses: ['127.0.0.1', '10.0.0.1'] })]).here;
}

function inodes(all: Iterable<SocketRow | Located>): number[] {
  return [...all].map((one) => ('row' in one ? one.row.inode : one.inode));
}

describe('sockets of crowded ports', () => {
  it('are found by the ports of their peers as by looking at all of them', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const view = viewOf(all);
        for (const port of [9000, 9001, 9002, 9003]) {
          for (const remotePort of [0, 9000, 9001, 7]) {
            const wanted = view.udp(port).filter((row) => row.remotePort === remotePort);
            expect(inodes(view.udpTowards(port, remotePort))).to.deep.equal(inodes(wanted));
          }
          for (const pid of [1, 2, 7])
            expect(inodes(view.udpOf(port, pid))).to.deep.equal(
              inodes(view.udp(port).filter((row) => row.pid === pid)),
            );
          const sending = [...view.allUdp()].filter(({ row }) => row.remotePort === port);
          expect(inodes(view.udpToPort(port))).to.deep.equal(inodes(sending));
        }
      }),
    );
  });

  it('have the twins and mirrors that a comparison with all of them gives, also when asked again', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const view = viewOf(all);
        for (const row of [...all, ...all]) {
          const located = { view, row };
          const twins = view.udp(row.localPort).filter((other) => isTwin(row, other));
          const back = view.udp(row.remotePort).filter((other) => {
            return other !== row && isMirror(located, { view, row: other });
          });
          expect(inodes(twinsOf(located))).to.deep.equal(inodes(twins));
          expect(inodes(mirrorsOf(located, view))).to.deep.equal(inodes(back));
        }
      }),
    );
  });

  it('are offered to each end, newest first, as long as they belong to none', () => {
    const wanted = fc.record({
      localPort: fc.constantFrom(9000, 9001),
      remotePort: fc.constantFrom(0, 9000, 9001),
      remoteAddress: fc.constantFrom('127.0.0.1', '10.0.0.2', undefined),
      pid: fc.constantFrom(1, 2, undefined),
    });
    fc.assert(
      fc.property(rows, fc.array(wanted, { maxLength: 40 }), (all, ends) => {
        const view = viewOf(all);
        const used = new Set<SocketRow>();
        const sockets = new EndSockets(used);
        for (const end of ends) {
          const fits = (row: SocketRow): boolean =>
            row.remotePort === end.remotePort &&
            (end.remoteAddress === undefined || row.remoteAddress === end.remoteAddress) &&
            (end.pid === undefined || row.pid === end.pid);
          const expected = view.udp(end.localPort).filter((row) => !used.has(row) && fits(row));
          const offered = [...sockets.candidates(view, end)].filter(fits);
          expect(inodes(offered)).to.deep.equal(inodes(expected));
          if (offered[0] !== undefined) used.add(offered[0]);
        }
      }),
    );
  });
});
