import { expect } from 'chai';
import { setOwners } from '../../../../src/world/sockets/linux-host.ts';
import type { RawRow } from '../../../../src/world/sockets/raw-rows.ts';

describe('setOwners', () => {
  const holders = new Map([[41, { pid: 100, fd: 5 }]]);

  function ownersOf(isDenied: boolean, open: readonly number[]): unknown[] {
    const rows = [41, 42, 43, 0].map((inode) => ({ protocol: 'udp', inode }) as RawRow);
    setOwners(rows, { holders, isDenied }, (inode) => open.includes(inode));
    return rows.map(({ pid, unknownOwner }) => pid ?? unknownOwner);
  }

  it('hides what is open and not to be looked at, and not what was closed meanwhile', () => {
    expect(ownersOf(true, [41, 42])).to.deep.equal([100, 'no permission', 'gone', undefined]);
  });

  it('lacks an owner where every process could be looked into', () => {
    expect(ownersOf(false, [41, 42])).to.deep.equal([100, 'gone', 'gone', undefined]);
  });
});
