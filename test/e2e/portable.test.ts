/** The program as one file: alone in a folder it does all that the built program does. Needs a build. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { type Ended, Place, ROOT, writePortable } from '../support/one-file.ts';

const SCENARIO = 'two-hypervisors-same-base';

/** Command lines of each command, by the name that the manifest has for it; each looks at another kind of file. */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [
    ['two-routers.gns3'],
    ['a13-three-same-base.yaml', '--json'],
    [SCENARIO],
    [SCENARIO, '--format', 'sarif'],
    ['nosuch.net'],
  ],
  checks: [[], ['--json']],
  completion: [['bash'], ['zsh'], ['fish'], ['powershell'], ['csh']],
  explain: [[], ['NIO001'], ['half open'], ['nonsense']],
  firewall: [['remote-hypervisors']],
  // Serving is tested with real sockets.
  hypervisor: [['--listen', '127.0.0.1:70000']],
  kernel: [['--program', '/no/such/program']],
  links: [['--no-such-flag'], ['nosuch.net']],
  plan: [[SCENARIO], ['k1-plan-new-NIO003.yaml'], [SCENARIO, '--write-dir', 'planned'], [SCENARIO, '--format', 'html']],
  playground: [[]],
  preflight: [['--list'], ['two-routers.gns3', '--only', 'file,checks']],
  probe: [['127.0.0.1:1'], ['gns3://127.0.0.1:1/Campus']],
  reach: [['127.0.0.1', '--tcp', '1']],
  rehearse: [['nosuch.net']],
  respond: [['--udp', '10000', '--listen', '192.0.2.254']],
  scenarios: [[], ['-v'], [SCENARIO], ['nosuch']],
  send: [['bogus', 'hypervisor', 'version']],
  simulate: [
    ['two-routers.gns3'],
    ['full-mesh-3-routers', '--json'],
    ['full-mesh-3-routers', '--format', 'svg'],
    ['full-mesh-3-routers', '--format', 'html'],
    ['full-mesh-3-routers', '--trace'],
    ['bases-apart'],
    ['two-hypervisors-same-bas'],
  ],
  teach: [[], ['one-link', '--all'], ['dead-ubridge', '--all', '--answers'], ['--check']],
  'teach:grade': [['nosuch.json']],
  'teach:practice': [[], ['nosuch']],
  'teach:quiz': [
    ['--seed', 'a', '--format', 'markdown'],
    ['--seed', 'b', '--format', 'html'],
  ],
  'teach:walk': [[SCENARIO, '--step', '2'], ['two-routers.gns3']],
};

/** What differs: where a file of the package can be read, which one that is inside cannot be. */
function comparable({ code, stdout, stderr }: Ended): Ended {
  const text = stdout
    .replace(/\n\nMore: PROGRAM.*\n$/, '\n')
    .replace(/^(Their files are in PROGRAM|niostat scenarios NAME).*$/m, 'where they are');
  return { code, stdout: text, stderr };
}

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

  it('serves, is asked and rehearses on real sockets', async () => {
    const serving = portable.start(['hypervisor', '--listen', '127.0.0.1:0', '--working-dir', portable.home]);
    const ended = portable.ended(serving);
    try {
      const port = await new Promise<string>((resolve, reject) => {
        let said = '';
        serving.stderr?.on('data', (chunk) => {
          said += chunk;
          const [, found] = /^Listening on 127\.0\.0\.1:(\d+),/m.exec(said) ?? [];
          if (found !== undefined) resolve(found);
        });
        void ended.then(({ stderr }) => reject(new Error(stderr)));
      });
      const sent = await portable.run(['send', `127.0.0.1:${port}`, 'hypervisor', 'version']);
      expect([sent.code, sent.stdout]).to.deep.equal([0, '100-0.2.24\n']);
      const probed = await portable.run(['probe', `127.0.0.1:${port}`]);
      expect([probed.code, probed.stdout]).to.satisfy(
        ([code, text]: [number, string]) => code === 0 && /0\.2\.24/.test(text),
      );
      const text = `[127.0.0.1:${port}]\nudp = 21000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`;
      const lab = join(portable.folder, 'real.net');
      writeFileSync(lab, text);
      const rehearsed = await portable.run(['rehearse', '--frames', '5', '--json', 'real.net']);
      expect([rehearsed.code, JSON.parse(rehearsed.stdout).outcome], rehearsed.stderr).to.deep.equal([0, 'clean']);
      // Nothing of it is left.
      const linked = await portable.run(['links', '--json', 'real.net']);
      expect([linked.code, JSON.parse(linked.stdout).outcome]).to.deep.equal([1, 'findings']);
    } finally {
      serving.kill('SIGTERM');
      await ended;
    }
  });

  it('starts a practice, which writes its lab, and goes on with it', async () => {
    const words = ['teach', 'practice', 'same-base-new', '--seed', 'a', '--played', '--plain'];
    const [mine, its] = await Promise.all([portable, built].map((one) => one.run(words, { input: 'q\n' })));
    expect(mine).to.deep.equal(its);
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
