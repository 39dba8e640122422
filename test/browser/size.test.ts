/** How many bytes pages take; how fast they are is told by `npm run bench -- page`. */
import { expect } from 'chai';
import { Folder, niostat } from '../support/cli.ts';
import { wideLab } from '../support/wide-lab.ts';
import { MESH } from './pages.ts';

const folder = new Folder();

async function bytesOf(...args: readonly string[]): Promise<number> {
  const { code, stdout, stderr } = await niostat(args);
  expect([code, stderr]).to.deep.equal([0, '']);
  expect(stdout).to.match(/^<!doctype html>/i);
  return Buffer.byteLength(stdout);
}

describe('the size of a page', () => {
  it('is at most 500 kB for three routers', async () => {
    expect(await bytesOf('simulate', MESH, '--format', 'html')).to.be.at.most(500_000);
  });

  it('is at most 2 MB for 300 routers and 1,000 links', async () => {
    const lab = folder.file('wide.yaml', wideLab(300, 1000));
    expect(await bytesOf('simulate', lab, '--format', 'html')).to.be.at.most(2_000_000);
  });

  it('is at most 700 kB for the playground', async () => {
    expect(await bytesOf('playground')).to.be.at.most(700_000);
  });
});
