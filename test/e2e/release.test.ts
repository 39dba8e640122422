/**
 * `npm run release -- --dry-run`: what it makes, that another machine makes the same bytes, and that nothing
 * half done stays. `.ci/full release` runs it, with NIOSTAT_TRY_RELEASE: it installs and builds once more.
 * Needs a build.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Validation } from '@cyclonedx/cyclonedx-library';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';

const run = promisify(execFile);

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** What differs on another machine, beside what `test/support/other-machine.mjs` pretends. */
const ELSEWHERE = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'test', 'support', 'other-machine.mjs')).href}`,
  USER: 'somebody',
  LOGNAME: 'somebody',
  TZ: 'Pacific/Kiritimati',
  LANG: 'tr_TR.UTF-8',
};

/** Files are for their owner alone there. */
const UMASK = 'umask 077; exec "$@"';

const DRY_RUN = ['--import', 'tsx', 'scripts/release/release.mjs', '--dry-run', '--installed', '--without-executables'];

/** The checksum of every file in a package, by its path. */
async function sumsOf(file: string, folder: string): Promise<string[]> {
  mkdirSync(folder);
  await run('tar', ['-xzf', file, '-C', folder]);
  const { stdout } = await run('sh', ['-c', 'find . -type f | LC_ALL=C sort | tr "\\n" "\\0" | xargs -0 sha256sum'], {
    cwd: folder,
  });
  return stdout.trim().split('\n');
}

/** Every file in a package with its mode, owner, size and time, one on a line. */
async function entriesOf(file: string): Promise<string[]> {
  const { stdout } = await run('tar', ['--utc', '--numeric-owner', '-tvzf', file]);
  return stdout.trim().split('\n');
}

if (process.env.NIOSTAT_TRY_RELEASE !== undefined) {
  describe('npm run release', () => {
    const folder = new Folder();
    const at = (...path: string[]) => join(folder.path, ...path);
    /** Its temporary folders are here. */
    const temporary = at('Ä other place');
    const made = at('made');

    before(async function () {
      // It copies 250 MB of packages and builds.
      this.timeout(1_200_000);
      mkdirSync(temporary);
      await run('sh', ['-c', UMASK, 'sh', process.execPath, ...DRY_RUN, '--into', made], {
        cwd: ROOT,
        env: { ...process.env, ...ELSEWHERE, TMPDIR: temporary },
        maxBuffer: 1 << 24,
      });
    });

    it('makes a package, a file for Node, a bill of materials, notes and checksums', () => {
      expect(readdirSync(made).sort()).to.deep.equal([
        ...['NOTES.md', 'SHA256SUMS', `niostat-${version}.cdx.json`, `niostat-${version}.tgz`, 'niostat-portable.cjs'],
      ]);
    });

    it('makes the bytes that this machine makes, in another folder, at another time, for another user', async () => {
      const name = `niostat-${version}.tgz`;
      await run('npm', ['pack', '--ignore-scripts', '--offline', '--pack-destination', folder.path], { cwd: ROOT });
      expect(await entriesOf(join(made, name))).to.deep.equal(await entriesOf(at(name)));
      expect(await sumsOf(join(made, name), at('there'))).to.deep.equal(await sumsOf(at(name), at('here')));
      expect(readFileSync(join(made, name)).equals(readFileSync(at(name))), 'the same bytes').to.equal(true);
      const script = `const { writePortable } = await import('./scripts/release/portable.mjs'); await writePortable(process.argv[1]);`;
      await run(process.execPath, ['--input-type=module', '-e', script, at('portable.cjs')], { cwd: ROOT });
      const [there, here] = [join(made, 'niostat-portable.cjs'), at('portable.cjs')].map((file) =>
        readFileSync(file, 'utf8'),
      );
      expect(there === here, 'the same file for Node').to.equal(true);
    });

    it('tells nothing of the machine in the package', async () => {
      const entries = await entriesOf(join(made, `niostat-${version}.tgz`));
      for (const entry of entries)
        expect(entry).to.match(/^-rw(-|x)r-(-|x)r-(-|x) 0\/0 +\d+ 1985-10-26 08:15 package\//);
      await sumsOf(join(made, `niostat-${version}.tgz`), at('unpacked'));
      for (const path of [ROOT.replace(/\/$/, ''), temporary]) {
        const found = await run('grep', ['-rlF', '-e', path, at('unpacked')]).catch(({ code }) => ({
          stdout: `${code}`,
        }));
        // grep ends with 1 where nothing fits.
        expect(found.stdout).to.equal('1');
      }
    });

    it('makes checksums with which a changed file is found', async () => {
      const check = () => run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: made });
      const { stdout } = await check();
      expect(stdout.trim().split('\n').sort()).to.deep.equal([
        `niostat-${version}.cdx.json: OK`,
        `niostat-${version}.tgz: OK`,
        'niostat-portable.cjs: OK',
      ]);
      appendFileSync(join(made, 'niostat-portable.cjs'), '\n');
      const { stdout: changed } = await check().catch((error) => error);
      expect(changed).to.include('niostat-portable.cjs: FAILED');
    });

    it('makes a valid bill that lists what files of the package carry', async () => {
      const text = readFileSync(join(made, `niostat-${version}.cdx.json`), 'utf8');
      expect(await new Validation.JsonStrictValidator(Version.v1dot6).validate(text)).to.equal(null);
      const { components } = JSON.parse(text);
      const inside = new Map<string, string[]>();
      for (const { name, properties = [] } of components) {
        const files = properties.filter((one: { name: string }) => one.name === 'niostat:file');
        if (files.length > 0)
          inside.set(
            name,
            files.map(({ value }: { value: string }) => value),
          );
      }
      // Commands are oclif's, tables cli-table3's, labs are YAML; the playground has its own reader of YAML.
      expect([...inside.keys()]).to.include.members(['@oclif/core', 'cli-table3', 'js-yaml', 'yaml']);
      const packed = (await entriesOf(join(made, `niostat-${version}.tgz`))).map((entry) =>
        entry.replace(/^.* package\//, ''),
      );
      for (const files of inside.values()) expect(packed).to.include.members(files);
    });

    it('leaves nothing of its work', () => {
      expect(readdirSync(temporary).filter((name) => name.startsWith('niostat-'))).to.deep.equal([]);
    });

    it('leaves nothing half done when it is interrupted', async function () {
      this.timeout(600_000);
      const child = spawn(process.execPath, [...DRY_RUN, '--into', at('interrupted')], {
        cwd: ROOT,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      for await (const chunk of child.stderr) {
        said += chunk;
        if (said.includes('release: builds in ')) child.kill('SIGTERM');
      }
      if (child.exitCode === null) await once(child, 'exit');
      expect(child.exitCode).to.equal(128 + 15);
      expect(readdirSync(folder.path).filter((name) => name.startsWith('interrupted'))).to.deep.equal([]);
      expect(readdirSync(temporary).filter((name) => name.startsWith('niostat-'))).to.deep.equal([]);
    });

    it('is no release where something is missing', async () => {
      const words = DRY_RUN.filter((word) => !['--dry-run', '--installed'].includes(word));
      const { code, stderr } = await run(process.execPath, words, {
        cwd: ROOT,
        env: { ...process.env, GITHUB_REPOSITORY: 'no-owner/of-this' },
      }).then(
        () => ({ code: 0, stderr: '' }),
        (error) => error,
      );
      expect(code).to.equal(2);
      expect(stderr).to.include('npm publish --provenance asks for no-owner/of-this');
      expect(readdirSync(temporary).filter((name) => name.startsWith('niostat-'))).to.deep.equal([]);
    });

    it('refuses flags that it does not have', async () => {
      for (const words of [['--fast'], ['--into', 'x']]) {
        const script = ['--import', 'tsx', 'scripts/release/release.mjs', ...words];
        const { code, stderr } = await run(process.execPath, script, { cwd: ROOT }).catch((error) => error);
        expect(code).to.equal(2);
        expect(stderr).to.match(/^release: .*--(fast|installed)/);
        expect(stderr).to.not.match(/^ +at /m);
      }
    });
  });

  describe('npm run release -- --into', () => {
    it('does not replace a folder that has no release in it', async () => {
      const other = new Folder();
      const file = other.file('thesis.txt', 'precious');
      const script = ['--import', 'tsx', 'scripts/release/release.mjs', '--dry-run', '--into', other.path];
      const { code, stderr } = await run(process.execPath, script, { cwd: ROOT }).catch((error) => error);
      expect(code).to.equal(2);
      expect(stderr).to.include('has no release in it, and is not replaced');
      expect(readFileSync(file, 'utf8')).to.equal('precious');
    });
  });
}
