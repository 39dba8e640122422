/** The program as one file: alone in a folder it does all that the built program does. Needs a build. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { comparable, LINES, SCENARIO, taskOf } from '../support/command-lines.ts';
import { Place, ROOT, servesAndRehearses, writePortable } from '../support/one-file.ts';

describe('niostat-portable.cjs', () => {
  const folder = new Folder();
  const file = join(folder.path, 'a b ü', 'niostat-portable.cjs');
  let portable: Place;
  let built: Place;

  before(async () => {
    mkdirSync(join(folder.path, 'a b ü'));
    await writePortable(file);
    // The root of the built program without the slash at its end.
    portable = new Place(join(folder.path, 'ü ä', 'portable'), [process.execPath, file], file);
    built = new Place(join(folder.path, 'built'), [process.execPath, join(ROOT, 'bin/run.js')], ROOT.slice(0, -1));
  });

  it('is one file of at most 3 MB that says what it is', () => {
    const { size } = statSync(file);
    expect(size).to.be.below(3_000_000);
    const [first, ...lines] = readFileSync(file, 'utf8').split('\n', 4);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(first).to.equal('#!/usr/bin/env node');
    expect(lines[0]).to.include(`niostat ${version}`);
    expect(lines[1]).to.include('MIT');
    expect(lines[2]).to.include('Node.js 20.19 or later');
    expect(readFileSync(file, 'utf8')).to.include('Permission is hereby granted, free of charge');
  });

  it('is the same to the byte when it is written again', async () => {
    const again = folder.file('again.cjs', '');
    await writePortable(again);
    expect(readFileSync(again).equals(readFileSync(file))).to.equal(true);
  });

  it('has the addresses that the package has, if there is a homepage', async () => {
    const { carriedManifest } = await import(new URL('../../scripts/release/portable.mjs', import.meta.url).href);
    const manifest = { name: 'niostat', homepage: 'https://niostat.example/tree/v1', devDependencies: { a: '1' } };
    const { homepage, devDependencies } = JSON.parse(carriedManifest(JSON.stringify(manifest)));
    expect([homepage, devDependencies]).to.deep.equal(['https://niostat.example/tree/v1', undefined]);
  });

  it('names no place of the machine that made it', () => {
    expect(readFileSync(file, 'latin1')).to.not.include(ROOT);
  });

  it('has a command line below for each command', () => {
    const { commands } = JSON.parse(readFileSync(join(ROOT, 'oclif.manifest.json'), 'utf8'));
    expect(Object.keys(LINES)).to.have.members(Object.keys(commands));
  });

  for (const [command, lines] of Object.entries({ '--version': [[]], '--help': [[]], ...LINES })) {
    it(`does what the built program does: ${command.replace(':', ' ')}`, async () => {
      const words = command.split(':');
      const all = [...lines, ...(command.startsWith('-') ? [] : [['--help']])];
      for (const line of all) {
        const args = [...words, ...line];
        const [mine, its] = await Promise.all([portable.run(args), built.run(args)]);
        expect(comparable(mine), args.join(' ')).to.deep.equal(comparable(its));
        expect(mine.stdout + mine.stderr, args.join(' ')).to.match(/\S/);
      }
    });
  }

  it('writes the same planned labs', () => {
    const [mine, its] = [portable, built].map(({ folder: at }) => join(at, 'planned'));
    expect(readdirSync(mine ?? '')).to.deep.equal([`${SCENARIO}.yaml`]);
    const [first, second] = [mine, its].map((at) => readFileSync(join(at ?? '', `${SCENARIO}.yaml`), 'utf8'));
    expect(first).to.equal(second);
  });

  it('prints a scenario as it is in the repository', async () => {
    const { stdout } = await portable.run(['scenarios', SCENARIO]);
    expect(stdout).to.equal(readFileSync(join(ROOT, 'scenarios', `${SCENARIO}.yaml`), 'utf8'));
  });

  // Node takes these for ES modules, in which there is no `require`.
  for (const name of ['niostat.mjs', 'niostat.js', 'niostat']) {
    it(`runs as ${name} beside a package.json of ES modules`, async () => {
      const at = new Folder();
      at.file('package.json', '{ "type": "module" }');
      const copy = join(at.path, name);
      copyFileSync(file, copy);
      const { stdout, stderr } = await new Place(at.path, [process.execPath, copy], copy).run(['scenarios', SCENARIO]);
      expect(stderr).to.equal('');
      expect(stdout).to.equal(readFileSync(join(ROOT, 'scenarios', `${SCENARIO}.yaml`), 'utf8'));
    });
  }

  it('runs with the line ends of Windows', async () => {
    const at = new Folder();
    const copy = at.file('niostat.cjs', readFileSync(file, 'latin1').replaceAll('\n', '\r\n'));
    const { stdout, stderr } = await new Place(at.path, [process.execPath, copy], copy).run(['scenarios', SCENARIO]);
    expect(stderr).to.equal('');
    expect(stdout).to.equal(readFileSync(join(ROOT, 'scenarios', `${SCENARIO}.yaml`), 'utf8'));
  });

  it('serves, is asked and rehearses on real sockets', async () => {
    await servesAndRehearses(portable);
  });

  it('starts a practice, which writes its lab, and goes on with it', async () => {
    const words = ['teach', 'practice', 'same-base-new', '--seed', 'a', '--played', '--plain'];
    const [mine, its] = await Promise.all([portable, built].map((one) => one.run(words, { input: 'q\n' })));
    // How far the first look has come when it is left is a matter of time.
    expect([mine?.code, taskOf(mine)]).to.deep.equal([0, taskOf(its)]);
    expect(taskOf(mine)).to.include('Mend the lab');
    expect(existsSync(join(portable.folder, 'niostat-practice', 'same-base-new', 'lab.yaml'))).to.equal(true);
  });

  it('asks the resolver in a process of its own', async () => {
    const words = ['simulate', '--resolve', '--json', 'e1b-unresolvable-host.net'];
    const [mine, its] = await Promise.all([portable, built].map((one) => one.run(words)));
    expect(mine).to.deep.equal(its);
  });

  it('leaves a code cache of each command, which the next run takes, and none where it may not', async () => {
    const caches = join(portable.home, '.cache', 'niostat');
    const names = readdirSync(caches);
    expect(names.some((name) => name.startsWith('check-'))).to.equal(true);
    const taken = await portable.run(['check', SCENARIO]);
    expect(readdirSync(caches)).to.deep.equal(names);
    const without = await portable.run(['check', SCENARIO], { env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect(without).to.deep.equal(taken);
  });

  it('runs from a folder that may not be written, without a home', async () => {
    const sealed = join(folder.path, 'sealed');
    mkdirSync(sealed);
    const copy = join(sealed, 'niostat-portable.cjs');
    copyFileSync(file, copy);
    chmodSync(copy, 0o444);
    chmodSync(sealed, 0o555);
    const place = new Place(join(folder.path, 'homeless'), [process.execPath, copy], copy);
    const { code, stdout } = await place.run(['check', SCENARIO], { env: { HOME: '' } });
    const its = await built.run(['check', SCENARIO]);
    expect([code, stdout]).to.deep.equal([its.code, its.stdout]);
    chmodSync(sealed, 0o755);
  });

  it('runs as a program by itself where the system knows the first line', async function () {
    if (process.platform === 'win32') this.skip();
    const place = new Place(join(folder.path, 'by itself'), [file], file);
    expect((await place.run(['--version'])).stdout).to.equal((await built.run(['--version'])).stdout);
  });

  it('runs from standard input, where it has no file', async () => {
    const place = new Place(join(folder.path, 'piped'), [process.execPath, '-'], file);
    const input = readFileSync(file, 'utf8');
    const { code, stdout } = await place.run(['explain', 'NIO001'], { input });
    expect([code, stdout]).to.deep.equal([0, (await built.run(['explain', 'NIO001'])).stdout]);
    const found = await place.run(['check', SCENARIO], { input });
    expect([found.code, found.stdout]).to.satisfy(([c, text]: [number, string]) => c === 1 && /NIO001/.test(text));
  });
});
