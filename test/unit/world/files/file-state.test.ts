import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileState } from '../../../../src/world/files/file-state.ts';
import { Folder } from '../../../support/cli.ts';
import { writeTinyIos } from '../../../support/tiny-ios.ts';

describe('fileState', () => {
  const folder = new Folder();

  it('is usable for an image that Dynamips starts, also by way of a link', async () => {
    const image = await writeTinyIos(folder.path);
    symlinkSync(image, join(folder.path, 'link.bin'));
    expect(await fileState(image, 'image')).to.equal('usable');
    expect(await fileState(join(folder.path, 'link.bin'), 'image')).to.equal('usable');
  });

  it('tells archives and other files from images', async () => {
    const state = (name: string, start: string) => fileState(folder.file(name, Buffer.from(start, 'latin1')), 'image');
    expect(await state('c7200.bin.gz', '\x1f\x8b\x08\x00')).to.equal('compressed');
    expect(await state('c7200.zip', 'PK\x03\x04')).to.equal('compressed');
    // ELF of 64 bits, little endian: a program of this machine.
    expect(await state('ls', '\x7fELF\x02\x01\x01')).to.equal('not-an-image');
    expect(await state('README', 'hostname R1')).to.equal('not-an-image');
    expect(await state('empty', '')).to.equal('not-an-image');
    expect(await state('short', '\x7fELF')).to.equal('not-an-image');
  });

  it('takes any text for a configuration', async () => {
    expect(await fileState(folder.file('R1.cfg', 'hostname R1'), 'text')).to.equal('usable');
    expect(await fileState(folder.file('empty.cfg', ''), 'text')).to.equal('usable');
  });

  it('is missing for what is not there, and no file for a directory', async () => {
    const file = folder.file('file', '');
    expect(await fileState(join(folder.path, 'nosuch'), 'text')).to.equal('missing');
    expect(await fileState(join(file, 'below'), 'image')).to.equal('missing');
    expect(await fileState(folder.path, 'image')).to.equal('not-a-file');
    expect(await fileState('/dev/null', 'text')).to.equal('not-a-file');
  });

  it('is not readable where this user may not read; the superuser may everywhere', async () => {
    mkdirSync(join(folder.path, 'locked'));
    const locked = folder.file('locked/R1.cfg', 'hostname R1');
    chmodSync(locked, 0o000);
    expect(await fileState(locked, 'text')).to.equal(process.getuid?.() === 0 ? 'usable' : 'not-readable');
    expect(await fileState('/tmp/a\0b', 'text')).to.equal('not-readable');
  });
});
