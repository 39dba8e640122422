/** How `.ci/full` counts what its parts have tried, with parts that a test has written. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { ROOT } from '../support/packed.ts';

const NOWHERE = 'niostat-no-such-program';

/** What a part may do: steps that pass and fail, and programs that are there and are not. */
const PARTS = {
  good: 'try "one step" true\nif need sh; then try "another step" test -f package.json; fi\n',
  bad: 'try "a step that fails" false\ntry "a step behind it" true\n',
  broken: 'try "a step" true\nfalse\ntry "a step that is not reached" true\n',
  lacking: `if need ${NOWHERE}; then try "a step that cannot be" true; fi\ntry "a step that can" true\n`,
};

describe('.ci/full', () => {
  const folder = new Folder();
  before(() => {
    folder.file('package.json', '{ "name": "other", "version": "1.0.0", "scripts": { "build": "true" } }');
    folder.file(
      'package-lock.json',
      '{ "name": "other", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "other", "version": "1.0.0" } } }',
    );
    for (const [name, text] of Object.entries(PARTS)) folder.file(`.ci/parts/${name}`, text);
    for (const name of ['full', 'install-debian-packages']) {
      copyFileSync(join(ROOT, '.ci', name), join(folder.path, '.ci', name));
      chmodSync(join(folder.path, '.ci', name), 0o755);
    }
    // Its own user, so that it needs none of this machine; and no Debian, which would be asked for programs.
    const git = (...args: string[]) => {
      const { status, stderr } = spawnSync('git', args, { cwd: folder.path, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    };
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '-m', 'One');
    folder.file('bin/apt-get', '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder.path, 'bin', 'apt-get'), 0o755);
  });

  const full = (...args: string[]): { code: number | null; lines: string[]; stderr: string } => {
    const { status, stdout, stderr } = spawnSync('bash', ['.ci/full', ...args], {
      cwd: folder.path,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(folder.path, 'bin')}:${process.env['PATH']}`, npm_config_offline: 'true' },
    });
    return { code: status, lines: stdout.trimEnd().split('\n'), stderr };
  };

  it('counts the steps of the parts that are named, says how long each took, and ends with 0 if none failed', () => {
    const { code, lines } = full('good');
    expect(lines.slice(-4).map((line) => line.replace(/ +\d+ s +/, ' '))).to.deep.equal([
      'passed good: one step',
      'passed good: another step',
      'part good',
      '2 passed, 0 failed, 0 skipped',
    ]);
    expect(code).to.equal(0);
  });

  it('goes on behind a step that fails and behind a part that breaks, and ends with 1', () => {
    const { code, lines, stderr } = full('bad', 'broken', 'good');
    expect(lines.at(-1)).to.equal('4 passed, 2 failed, 0 skipped');
    expect(stderr).to.include('== bad: a step that fails: failed');
    expect(stderr).to.include('== broken: has ended with 1: failed');
    expect(lines.join('\n')).to.not.include('a step that is not reached');
    expect(code).to.equal(1);
  });

  it('fails for want of a program, unless it is named as missing', () => {
    const missed = full('lacking');
    expect(missed.lines.at(-1)).to.equal('1 passed, 1 failed, 0 skipped');
    expect(missed.stderr).to.include(`there is no ${NOWHERE}; install it, or leave it out: --without ${NOWHERE}`);
    expect(missed.code).to.equal(1);
    const named = full('--without', NOWHERE, 'lacking');
    expect(named.lines.at(-1)).to.equal('1 passed, 0 failed, 1 skipped');
    expect(named.stderr).to.include(`without ${NOWHERE}, as was asked for: skipped`);
    expect(named.code).to.equal(0);
  });

  it('does every part if none is named, and refuses names that it does not know', () => {
    expect(full().lines.at(-1)).to.equal('5 passed, 3 failed, 0 skipped');
    const unknown = full('soak');
    expect(unknown.stderr).to.include('there is no part soak; there are bad, broken, good, lacking');
    expect(unknown.code).to.equal(2);
    expect(full('--fast').code).to.equal(2);
  });
});
