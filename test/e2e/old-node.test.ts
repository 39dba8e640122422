/** What the program says on a Node that is too old for it. .ci/full asks real ones. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { transform } from 'esbuild';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';

const run = promisify(execFile);

const START = join(ROOT, 'bin', 'run.js');

describe('on an old Node', () => {
  const folder = new Folder();

  /** Runs the program with Node taken for another version. */
  async function pretend(version: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const versions = `{ ...process.versions, node: '${version}' }`;
    const preload = folder.file(
      `${version}.cjs`,
      `Object.defineProperty(process, 'versions', { value: ${versions} });`,
    );
    try {
      return { code: 0, ...(await run(process.execPath, ['--require', preload, START, '--version'])) };
    } catch (error) {
      return error as { code: unknown; stdout: string; stderr: string };
    }
  }

  for (const [version, shown] of [
    ['12.22.12', '12.22'],
    ['18.20.8', '18.20'],
    ['20.18.3', '20.18'],
  ]) {
    it(`one sentence, and exit code 2: ${version}`, async () => {
      const { code, stdout, stderr } = await pretend(version as string);
      expect(stderr).to.equal(`niostat: needs Node.js 20.19 or later; this is ${shown}\n`);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }

  for (const version of ['20.19.0', '22.0.0', '26.1.0']) {
    it(`nothing, if it is new enough: ${version}`, async () => {
      const { code, stderr } = await pretend(version);
      expect([code, stderr]).to.deep.equal([0, '']);
    });
  }

  it('the version that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(engines.node).to.equal('>=20.19.0');
  });

  it('which it gets to say: the file that starts is written as Node 12 reads it', async () => {
    const source = readFileSync(START, 'utf8').replace(/^#!.*\n/, '');
    // esbuild writes in another way what the target does not know.
    const [old, now] = await Promise.all(['node12', 'esnext'].map((target) => transform(source, { target })));
    expect(old?.code).to.equal(now?.code);
    expect((await transform('a ??= b', { target: 'node12' })).code).to.not.include('??=');
    // `node:` in front of a module is newer than that, so nothing may be required before.
    expect(source.indexOf('process.exit(2)')).to.be.below(source.indexOf("require('node:"));
  });
});
