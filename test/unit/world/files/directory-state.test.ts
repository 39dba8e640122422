import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { directoryState } from '../../../../src/world/files/directory-state.ts';
import { Folder } from '../../../support/cli.ts';

describe('directoryState', () => {
  const folder = new Folder();
  const file = folder.file('file', '');

  it('is usable for a directory that can be written to, also by way of a link', async () => {
    symlinkSync(folder.path, join(folder.path, 'link'));
    expect(await directoryState(folder.path)).to.equal('usable');
    expect(await directoryState(join(folder.path, 'link'))).to.equal('usable');
  });

  it('is missing for what is not there', async () => {
    expect(await directoryState(join(folder.path, 'nosuch'))).to.equal('missing');
    expect(await directoryState(join(folder.path, 'nosuch', 'below'))).to.equal('missing');
  });

  it('is no directory for a file, and for what is below a file', async () => {
    expect(await directoryState(file)).to.equal('not-a-directory');
    expect(await directoryState(join(file, 'below'))).to.equal('not-a-directory');
  });

  it('is not writable where this user may not write; the superuser may everywhere', async () => {
    const locked = join(folder.path, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    expect(await directoryState(locked)).to.equal(process.getuid?.() === 0 ? 'usable' : 'not-writable');
  });

  it('takes a path with a NUL for one that cannot be used, without an error', async () => {
    expect(await directoryState('/tmp/a\0b')).to.equal('not-writable');
  });
});
