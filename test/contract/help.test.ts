import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { MODEL, niostat, niostatAll } from '../support/run-in-process.ts';
import { squeezedLines } from '../support/text.ts';

const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

describe('niostat', () => {
  it('lists every check, one line each', async () => {
    const { code, stdout, stderr } = await niostat(['checks']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const [head, ...rows] = squeezedLines(stdout);
    expect(head).to.equal('Id Severity Slug Reports');
    expect(rows[0]).to.match(/^NIO001 error same-base-udp \S/);
    for (const row of rows) expect(row).to.match(/^NIO\d{3} (error|warning|note) [a-z0-9-]+ \S/);
    const json = JSON.parse((await niostat(['checks', '--json'])).stdout);
    expect(json.checks).to.have.length(rows.length);
  });

  it('explains a check by id and by slug, in any case', async () => {
    const runs = await niostatAll(['NIO001', 'nio001', 'same-base-udp'].map((name) => ['explain', name]));
    const page = readFileSync(new URL('../../docs/checks/NIO001-same-base-udp.md', import.meta.url), 'utf8');
    for (const { code, stdout, stderr } of runs) {
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout.trimEnd()).to.equal(page.trimEnd());
    }
  });

  it('shows its help and its version', async () => {
    const runs = await niostatAll([['--help'], []]);
    for (const { code, stdout, stderr } of runs) {
      expect([code, stderr]).to.deep.equal([0, '']);
      for (const { name } of MODEL.commands) expect(stdout).to.match(new RegExp(`\\n +${name} `));
      expect(MODEL.commands.map(({ name }) => name)).to.include.members(['check', 'explain', 'simulate']);
    }
    expect((await niostat(['--version'])).stdout).to.match(new RegExp(`^niostat/${version} `));
  });

  it('shows the help of each command, with its flags', async () => {
    const flags: Readonly<Record<string, readonly string[]>> = {
      simulate: ['--json', '--allocator', '--dynamips', '--os', '--format', '-n', '-W', '--[no-]color'],
      check: ['--json', '--fail-on', '--rule', '--resolve', '--format', '-W'],
      checks: ['--json'],
      explain: ['--json'],
    };
    const runs = await niostatAll(MODEL.commands.map(({ name }) => [name, '--help']));
    for (const [index, { name: command, flags: own }] of MODEL.commands.entries()) {
      const { code, stdout = '' } = runs[index] ?? {};
      expect(code, command).to.equal(0);
      for (const flag of flags[command] ?? []) expect(stdout, command).to.include(flag);
      for (const { name } of own.filter(({ name }) => name !== 'help'))
        expect(stdout, command).to.match(new RegExp(`--(\\[no-\\])?${name}\\b`));
      // In netstat -o is no output file, and nowhere else here.
      expect(stdout, command).to.not.match(/(^|[\s,])-o\b/);
    }
  });

  it('knows no other commands and flags, and says what to do', async () => {
    const all = [
      ['simulat'],
      ['simulate', '--colour', 'x.net'],
      ['check', '--fail-on', 'never', 'x.net'],
      ['simulate'],
      ['explain'],
    ];
    for (const [index, { code, stdout, stderr }] of (await niostatAll(all)).entries()) {
      const args = all[index]?.join(' ');
      expect([code, stdout], args).to.deep.equal([2, '']);
      expect(stderr, args).to.include('--help');
      expect(stderr, args).to.not.include('    at ');
      if (index === 0) expect(stderr).to.include('simulat');
    }
  });

  it('says which check, allocator or version there is not', async () => {
    const lab = 'scenarios/full-mesh-3-routers.yaml';
    const all = [
      ['explain', 'NIO999'],
      ['check', lab, '--rule', 'bogus-rule'],
      ['simulate', lab, '--allocator', 'dynagn'],
      ['simulate', lab, '--dynamips', 'latest'],
    ];
    for (const [index, { code, stdout, stderr }] of (await niostatAll(all)).entries()) {
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include(`"${all[index]?.at(-1)}"`);
      if (index === 2) expect(stderr).to.include('; did you mean dynagen?\n');
      expect(stderr.trim().split('\n'), 'a second line says what to do').to.have.length(2);
    }
  });
});
