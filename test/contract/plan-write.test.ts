import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat } from '../support/run-in-process.ts';
import { hasTool } from '../support/tools.ts';

/** Two hypervisors with one base, in each of the ways in which labs are written. */
const NET = '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[localhost:7201]\nudp = 10000\n[[ROUTER R2]]\n';
const YAML = `# Monday
hypervisors:
  - address: "alpha:7200"
  - address: "alpha:7201"
devices:
  - { name: R1, hypervisor: "alpha:7200" }
  - { name: R2, hypervisor: "alpha:7201" }
links: [R1 f0/0 -- R2 f0/0]`;
const PLANNED_NET = NET.replace('udp = 10000', 'udp = 10100');
const PLANNED_YAML = YAML.replace('"alpha:7201"\nd', '"alpha:7201"\n    baseUdp: 10100\nd');
const WELL = '[beta:7200]\n[[ROUTER R1]]\nf0/0 = R1 f0/1\n';

describe('niostat plan --write-dir', () => {
  const folder = new Folder();
  let number = 0;
  const place = (files: Record<string, string>): string => {
    const path = join(folder.path, `place${number++}`);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return path;
  };
  const errorOf = async (...args: readonly string[]): Promise<string> => {
    const { stdout, code } = await niostat(['plan', ...args, '--json']);
    return `${code} ${JSON.parse(stdout).error.code}`;
  };

  it('writes each lab that changes into a folder, which it makes, and leaves the labs as they are', async () => {
    const at = place({ 'a.net': NET, 'b.yaml': YAML, 'c.net': WELL });
    const labs = ['a.net', 'b.yaml', 'c.net'].map((name) => join(at, name));
    const out = join(at, 'out');
    const { code, stdout, stderr } = await niostat(['plan', ...labs, '--write-dir', out]);
    expect([stderr, readdirSync(out)]).to.deep.equal(['', ['a.net', 'b.yaml']]);
    expect(stdout).to.include(`Written: ${join(out, 'a.net')}, ${join(out, 'b.yaml')}`);
    expect(readFileSync(join(out, 'a.net'), 'utf8')).to.equal(PLANNED_NET);
    expect(readFileSync(join(out, 'b.yaml'), 'utf8')).to.equal(PLANNED_YAML);
    expect([readFileSync(join(at, 'a.net'), 'utf8'), readdirSync(at).length]).to.deep.equal([NET, 4]);
    // The names alpha and beta have no known addresses, which is left.
    expect(code).to.be.below(2);
  });

  it('says the command that does it, where each lab has a name of its own', async () => {
    const at = place({ 'a.net': NET, 'b/b.yaml': YAML, 'b/a.net': NET.replaceAll('localhost', 'gamma') });
    const [a, b, other] = ['a.net', 'b/b.yaml', 'b/a.net'].map((name) => join(at, name));
    const next = async (...labs: (string | undefined)[]): Promise<unknown> =>
      JSON.parse((await niostat(['plan', ...labs.map(String), '--json'])).stdout).nextCommand;
    expect(await next(a, b)).to.equal(`niostat plan ${a} ${b} --write-dir planned`);
    expect(await next(a, other)).to.equal(undefined);
    expect(await errorOf(String(a), String(other), '--write-dir', join(at, 'out'))).to.equal('2 BAD_WRITE');
    expect(readdirSync(at)).to.deep.equal(['a.net', 'b']);
  });

  it('overwrites nothing without --yes, no link with it, and writes none if one is refused', async () => {
    const at = place({ 'a.net': NET, 'b.yaml': YAML, 'out/b.yaml': 'mine', 'no-folder': '' });
    const labs = [join(at, 'a.net'), join(at, 'b.yaml')];
    expect(await errorOf(...labs, '--write-dir', join(at, 'out'))).to.equal('2 FILE_EXISTS');
    expect(await errorOf(...labs, '--write-dir', at)).to.equal('2 FILE_EXISTS');
    expect(await errorOf(...labs, '--write-dir', join(at, 'no-folder'))).to.equal('2 NOT_A_FOLDER');
    expect(await errorOf(...labs, '--write-dir', join(at, 'no', 'folder'))).to.equal('3 ENOENT');
    expect(readdirSync(join(at, 'out'))).to.deep.equal(['b.yaml']);
    const linked = place({ 'out/mine.yaml': 'mine' });
    symlinkSync('mine.yaml', join(linked, 'out/b.yaml'));
    expect(await errorOf(...labs, '--write-dir', join(linked, 'out'), '--yes')).to.equal('2 NOT_A_FILE');
    expect([
      readFileSync(join(linked, 'out/mine.yaml'), 'utf8'),
      readdirSync(join(linked, 'out')).length,
    ]).to.deep.equal(['mine', 2]);
    const { stdout } = await niostat(['plan', ...labs, '--write-dir', join(at, 'out'), '--yes', '--json']);
    expect(JSON.parse(stdout).writtenFiles).to.have.length(2);
    expect(readFileSync(join(at, 'out/b.yaml'), 'utf8')).to.equal(PLANNED_YAML);
  });

  it('writes a lab that was named by a symbolic link into the file that it leads to', async () => {
    const at = place({ 'a.net': NET });
    symlinkSync('a.net', join(at, 'alias.net'));
    const alias = join(at, 'alias.net');
    const { code } = await niostat(['plan', alias, '--write', alias, '--yes']);
    expect([code, readFileSync(join(at, 'a.net'), 'utf8')]).to.deep.equal([0, PLANNED_NET]);
    expect([lstatSync(alias).isSymbolicLink(), readdirSync(at)]).to.deep.equal([true, ['a.net', 'alias.net']]);
  });

  it('refuses a lab with several names, for the others would keep the old text', async () => {
    const at = place({ 'a.net': NET });
    linkSync(join(at, 'a.net'), join(at, 'b.net'));
    const path = join(at, 'a.net');
    const { code, stderr } = await niostat(['plan', path, '--write', path, '--yes']);
    expect([code, readFileSync(path, 'utf8')]).to.deep.equal([2, NET]);
    expect(stderr).to.include('has 2 names (hard links)').and.include('cp keeps the links');
  });

  it('refuses what cannot mean anything', async () => {
    const at = place({ 'a.net': NET });
    const path = join(at, 'a.net');
    expect(await errorOf(path, '--format', 'patch')).to.equal('2 BAD_WRITE');
    expect(await errorOf(path, '--yes')).to.equal('2 BAD_WRITE');
    const { code } = await niostat(['plan', '-', '--write-dir', at], { input: NET });
    expect(code).to.equal(2);
    const patch = await niostat(['plan', '-', '--format', 'patch'], { input: NET });
    expect([patch.code, patch.stdout]).to.deep.equal([2, '']);
    expect(patch.stderr).to.include('standard input has none');
  });

  it('writes nothing, and no patch, where there is no room', async () => {
    const at = place({ 'a.net': NET, 'b.yaml': YAML });
    const labs = [join(at, 'a.net'), join(at, 'b.yaml')];
    const rules = ['--range', '9000-9000'];
    const { code, stdout } = await niostat(['plan', ...labs, ...rules, '--write-dir', join(at, 'out')]);
    expect([code, readdirSync(at)]).to.deep.equal([1, ['a.net', 'b.yaml']]);
    expect(stdout).to.include('Not written: no room');
  });
});

const APPLIERS: ReadonlyArray<{ tool: string; apply: readonly string[]; undo: readonly string[] }> = [
  { tool: 'patch', apply: ['-p0', '--quiet', '--fuzz=0'], undo: ['-R', '-p0', '--quiet', '--fuzz=0'] },
  { tool: 'git', apply: ['apply', '-p0'], undo: ['apply', '-R', '-p0'] },
];

describe('niostat plan --format patch', () => {
  const folder = new Folder();
  const variants: Record<string, string> = {
    'a.net': NET,
    'with space.yaml': YAML,
    'tab\there.net': NET.replaceAll('localhost', 'h1').replaceAll('\n', '\r\n'),
    'quote"d.net': `\uFEFF${NET.replaceAll('localhost', 'h2').trimEnd()}`,
    'sub/end.net': `${NET.replaceAll('localhost', 'h3').split('udp')[0]}`.trimEnd(),
    'ä/é.net': `# ä\n${NET.replaceAll('localhost', 'h4')}`,
    '-minus.net': NET.replaceAll('localhost', 'h5'),
  };
  for (const { tool, apply, undo } of APPLIERS) {
    if (!hasTool(tool)) continue;
    it(`is applied by ${tool}, gives what --write-dir writes, and is undone by itself`, async () => {
      const here = process.cwd();
      const at = join(folder.path, tool);
      for (const [name, text] of Object.entries(variants)) {
        mkdirSync(dirname(join(at, name)), { recursive: true });
        writeFileSync(join(at, name), text);
      }
      // A relative name, one with dots in it, and absolute ones are all the same to a patch.
      const names = Object.keys(variants).map((name, index) =>
        index === 0 ? `sub/../${name}` : index % 2 === 0 ? `./${name}` : join(at, name),
      );
      process.chdir(at);
      try {
        const { stdout, code } = await niostat(['plan', ...names, '--format', 'patch']);
        expect(code).to.be.below(2);
        const read = (): string[] => Object.keys(variants).map((name) => readFileSync(name, 'utf8'));
        const before = read();
        const run = (args: readonly string[]): unknown => execFileSync(tool, args, { input: stdout, cwd: at });
        await niostat(['plan', ...names, '--write-dir', join(folder.path, `${tool}-out`)]);
        run(apply);
        const written = Object.keys(variants).map((name) =>
          readFileSync(join(folder.path, `${tool}-out`, name.split('/').at(-1) ?? ''), 'utf8'),
        );
        expect(read()).to.deep.equal(written);
        for (const [index, text] of read().entries()) expect(text).to.not.equal(before[index]);
        run(undo);
        expect(read()).to.deep.equal(Object.values(variants));
      } finally {
        process.chdir(here);
      }
    });
  }

  it('names the file that a symbolic link leads to, for patch refuses the link', async () => {
    const here = process.cwd();
    const at = join(folder.path, 'links');
    mkdirSync(at);
    writeFileSync(join(at, 'real.net'), NET);
    symlinkSync('real.net', join(at, 'link.net'));
    process.chdir(at);
    try {
      const { stdout, stderr } = await niostat(['plan', 'link.net', '--format', 'patch']);
      expect(stderr).to.equal('niostat: ✓ 1 change would remove 1 finding\n');
      expect(stdout.split('\n').slice(0, 2)).to.deep.equal(['--- real.net', '+++ real.net']);
      if (hasTool('patch')) {
        execFileSync('patch', ['-p0', '--quiet'], { input: stdout, cwd: at });
        expect(readFileSync('link.net', 'utf8')).to.equal(PLANNED_NET);
      }
    } finally {
      process.chdir(here);
    }
  });

  it('goes to standard output alone, and says where no patch can be made', async () => {
    const path = folder.file('outside.net', NET);
    const { code, stdout, stderr } = await niostat(['plan', path, '--format', 'patch']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.include('is outside this folder').and.include('run the command in a folder that all labs are in');
    const wide = folder.file('wide.net', Buffer.from(`\uFEFF${NET}`, 'utf16le'));
    expect((await niostat(['plan', wide, '--format', 'patch'])).stderr).to.include('is UTF-16');
  });
});
