import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from '../../../../src/world/files/make-folder.ts';

describe('making a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-make-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes those above it, with the mode, and is content with what is there', () => {
    const path = join(folder, 'a', 'b');
    makeFolder(path, 0o700);
    makeFolder(path, 0o755);
    for (const made of [path, join(folder, 'a')]) expect(statSync(made).mode & 0o777).to.equal(0o700);
  });

  if (process.platform === 'linux') {
    it('ends where the system lets no program make a folder', () => {
      expect(() => makeFolder('/proc/niostat/progress')).to.throw(/ENOENT|EACCES|EPERM/);
    });
  }
});
