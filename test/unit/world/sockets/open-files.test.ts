import { expect } from 'chai';
import { openFilesOf } from '../../../../src/world/sockets/open-files.ts';
import { Folder } from '../../../support/cli.ts';

describe('openFilesOf', () => {
  const folder = new Folder();
  const limits = (soft: string): string =>
    'Limit                     Soft Limit           Hard Limit           Units     \n' +
    'Max processes             63304                63304                processes \n' +
    `Max open files            ${soft.padEnd(20)} 524288               files     \n`;

  it('counts what is open, and reads the soft limit', () => {
    folder.file('312/limits', limits('1024'));
    for (const fd of [0, 1, 2, 7]) folder.file(`312/fd/${fd}`, '');
    expect(openFilesOf(312, folder.path)).to.deep.equal({ open: 4, limit: 1024 });
  });

  it('leaves out a descriptor that was inherited from a program with a higher limit (seen)', () => {
    folder.file('316/limits', limits('64'));
    for (const fd of [0, 1, 63, 251]) folder.file(`316/fd/${fd}`, '');
    expect(openFilesOf(316, folder.path)).to.deep.equal({ open: 3, limit: 64 });
  });

  it('takes "unlimited" for what it says', () => {
    folder.file('313/limits', limits('unlimited'));
    folder.file('313/fd/0', '');
    expect(openFilesOf(313, folder.path)).to.deep.equal({ open: 1, limit: Number.POSITIVE_INFINITY });
  });

  it('does not know what is gone, or may not be looked into', () => {
    folder.file('314/limits', limits('1024'));
    folder.file('315/limits', '');
    for (const pid of [314, 315, 999]) expect(openFilesOf(pid, folder.path), String(pid)).to.equal(undefined);
  });
});
