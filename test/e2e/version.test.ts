/** `npm version` in a small project with the scripts of this one: what it refuses, and what it commits. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- A thing.\n';

describe('npm version', () => {
  const folder = new Folder();
  const at = (name: string) => join(folder.path, name);
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: folder.path,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
        ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c' },
        // The fifth of April 2026.
        SOURCE_DATE_EPOCH: '1775368800',
      },
    });
    return { code: status, stdout, stderr };
  };
  const git = (...args: string[]) => {
    const { code, stdout, stderr } = run('git', ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  };

  beforeEach(() => {
    for (const name of ['.git', 'notes.txt']) rmSync(at(name), { recursive: true, force: true });
    const { preversion, version } = scripts;
    const check = "node -e 'process.exitCode = Number(process.env.CHECK ?? 0)'";
    const manifest = { name: 'other', version: '0.1.0', type: 'module', scripts: { preversion, version, check } };
    folder.file('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
    folder.file('CHANGELOG.md', CHANGELOG);
    folder.file('.gitignore', 'node_modules\n');
    cpSync(join(ROOT, 'scripts', 'release'), at('scripts/release'), { recursive: true });
    rmSync(at('node_modules'), { force: true });
    symlinkSync(join(ROOT, 'node_modules'), at('node_modules'));
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'One');
  });

  /** It refuses with these words, and changes nothing. */
  const expectRefusal = (words: string, ...args: string[]) => {
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')];
    const { code, stderr } = run('npm', 'version', ...args);
    expect(code).to.not.equal(0);
    expect(stderr).to.include(words);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).to.deep.equal(before);
  };

  it('gives what is unreleased its number and date, commits that and tags it', () => {
    const { code, stderr } = run('npm', 'version', 'minor');
    expect(code, stderr).to.equal(0);
    expect(git('status', '--porcelain')).to.equal('');
    expect(git('tag', '--points-at', 'HEAD')).to.equal('v0.2.0');
    expect(git('cat-file', '-t', 'v0.2.0'), 'a tag with a message, which can be signed').to.equal('tag');
    expect(git('show', '--format=%s', '--name-only', 'HEAD').split('\n').filter(Boolean)).to.deep.equal([
      ...['0.2.0', 'CHANGELOG.md', 'package.json'],
    ]);
    expect(readFileSync(at('CHANGELOG.md'), 'utf8')).to.equal(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-04-05\n\n- A thing.\n',
    );
  });

  it('makes the first release of the version that package.json has already', () => {
    expect(run('npm', 'version', '--allow-same-version', '0.1.0').code).to.equal(0);
    expect(git('tag', '--points-at', 'HEAD')).to.equal('v0.1.0');
  });

  it('refuses where nothing is unreleased', () => {
    folder.file('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-01-01\n\n- A thing.\n');
    git('commit', '--quiet', '-am', 'Two');
    expectRefusal('niostat 0.2.0: CHANGELOG.md has nothing under "## Unreleased"', 'minor');
  });

  it('refuses on another branch, and on none', () => {
    git('switch', '--quiet', '-c', 'other');
    expectRefusal('a release is made on main, and this is other: git switch main', 'minor');
    git('switch', '--quiet', '--detach');
    expectRefusal('a release is made on main, and this is no branch', 'minor');
  });

  it('refuses where a file is not committed, also one that git does not know', () => {
    folder.file('notes.txt', 'Notes.\n');
    expectRefusal('niostat 0.2.0: not committed: notes.txt; commit or remove it', 'minor');
  });

  it('refuses a version whose tag is there', () => {
    git('tag', 'v0.2.0');
    expectRefusal('there is a tag v0.2.0', 'minor');
  });

  it('refuses what npm run check does not pass', () => {
    process.env['CHECK'] = '1';
    try {
      expectRefusal('', 'minor');
    } finally {
      delete process.env['CHECK'];
    }
  });
});
