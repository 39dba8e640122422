import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LocalFiles } from '../../../../src/world/gns3-host/local-files.ts';

describe('LocalFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads parts from both ends, links and names, and has nothing for what is not there', async () => {
    const files = new LocalFiles();
    writeFileSync(join(folder, 'log'), '0123456789');
    symlinkSync('/gone', join(folder, 'link'));
    const part = async (about: Parameters<LocalFiles['read']>[1]): Promise<string | undefined> =>
      (await files.read(join(folder, 'log'), about))?.bytes.toString();
    expect(await part({ most: 4 })).to.equal('0123');
    expect(await part({ most: 4, from: 8 })).to.equal('89');
    expect(await part({ most: 4, atEnd: true })).to.equal('6789');
    expect(await files.link(join(folder, 'link'))).to.equal('/gone');
    expect([...((await files.list(folder)) ?? [])].sort()).to.deep.equal(['link', 'log']);
    for (const path of ['none', 'link', 'log/below']) {
      expect(await files.read(join(folder, path), { most: 4 })).to.equal(undefined);
    }
    expect(files.denied.size).to.equal(0);
  });

  it('is not held up by a pipe, and takes nothing from it', async () => {
    const path = join(folder, 'ubridge.log');
    expect(spawnSync('mkfifo', [path]).status).to.equal(0);
    expect((await new LocalFiles().read(path, { most: 4 }))?.bytes.length).to.equal(0);
  });

  it('reads another folder in place of /proc, and only of that', async () => {
    mkdirSync(join(folder, '7'));
    writeFileSync(join(folder, '7', 'comm'), 'vpcs\n');
    const files = new LocalFiles(folder);
    expect(await files.list('/proc')).to.deep.equal(['7']);
    expect((await files.read('/proc/7/comm', { most: 9 }))?.bytes.toString()).to.equal('vpcs\n');
    expect(await files.read('/process', { most: 9 })).to.equal(undefined);
  });
});
