/** The code caches that runs of the built program leave for later ones; needs a build. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder, niostat, niostatAll, type Run } from '../support/cli.ts';

const LAB = 'scenarios/full-mesh-3-routers.yaml';

/** Says on standard error what V8 thinks of the cache: `true` if it was refused, `undefined` without one. */
const TELLER = `
const vm = require('node:vm');
const { writeSync } = require('node:fs');
vm.Script = class extends vm.Script {
  constructor(...words) {
    super(...words);
    writeSync(2, 'refused: ' + this.cachedDataRejected + '\\n');
  }
};`;

/** A folder for caches, and runs that use it. */
class Home {
  readonly folder = new Folder();
  readonly caches = join(this.folder.path, 'cache', 'niostat');
  readonly env: Record<string, string>;

  constructor() {
    const teller = this.folder.file('teller.cjs', TELLER);
    this.env = { XDG_CACHE_HOME: join(this.folder.path, 'cache'), NODE_OPTIONS: `--require=${teller}` };
  }

  run(...args: readonly string[]): Promise<Run> {
    return niostat(args, { env: this.env });
  }

  /** The names of the caches, without what comes after the command. */
  subjects(): string[] {
    return readdirSync(this.caches)
      .map((name) => name.replace(/-.*\.cache$/, ''))
      .sort();
  }

  /** The path of the only cache. */
  get only(): string {
    const [name = '', ...others] = readdirSync(this.caches);
    expect(others).to.deep.equal([]);
    return join(this.caches, name);
  }
}

function refused({ stderr }: Run): string | undefined {
  return /^refused: (.*)$/m.exec(stderr)?.[1];
}

describe('code caches', () => {
  it('are left by the first run of a command, taken by the second, and then stay as they are', async () => {
    const home = new Home();
    const first = await home.run('simulate', LAB);
    expect(refused(first)).to.equal('undefined');
    expect(home.subjects()).to.deep.equal(['simulate']);
    const { ino } = statSync(home.only);
    const second = await home.run('simulate', LAB);
    expect(refused(second)).to.equal('false');
    expect(second.stdout).to.equal(first.stdout);
    expect(statSync(home.only).ino).to.equal(ino);
  });

  it('are one for each command, and one for what is none', async () => {
    const home = new Home();
    const all = [
      ['--version'],
      ['check', LAB],
      ['-an'],
      ['simulate', '--help'],
      ['help', 'plan'],
      ['explain', 'NIO001'],
    ];
    for (const args of all) await home.run(...args);
    expect(home.subjects()).to.deep.equal(['check', 'explain', 'links', 'niostat']);
  });

  it('are made anew by a run that needs more than they have', async () => {
    const home = new Home();
    await home.run('--version');
    const { size } = statSync(home.only);
    await home.run('--help');
    expect(statSync(home.only).size).to.be.above(size);
  });

  it('keep what one run needs and the next does not', async () => {
    const home = new Home();
    const runs = [
      ['check', LAB],
      ['check', 'scenarios/two-hypervisors-same-base.yaml'],
      ['check', '--format', 'sarif', LAB],
    ];
    for (const args of runs) await home.run(...args);
    const { ino } = statSync(home.only);
    for (const args of runs) {
      await home.run(...args);
      expect(statSync(home.only).ino, args.join(' ')).to.equal(ino);
    }
  });

  it('are made anew when they are old: the first run may not have been a typical one', async () => {
    const home = new Home();
    await home.run('simulate', LAB);
    const { ino } = statSync(home.only);
    utimesSync(home.only, new Date(), new Date(Date.now() - 7_200_000));
    await home.run('simulate', LAB);
    expect(statSync(home.only).ino).to.not.equal(ino);
  });

  it('are not left for a command by its help, in whatever way that is asked for', async () => {
    const home = new Home();
    for (const args of [['check', '--help'], ['help', 'check'], ['-anh']]) await home.run(...args);
    expect(home.subjects()).to.deep.equal(['niostat']);
  });

  it('are not left by a run that fails', async () => {
    const home = new Home();
    const runs = [await home.run('check', '/nowhere.net'), await home.run('check', '--no-such-flag')];
    expect(runs.map(({ code }) => code)).to.deep.equal([2, 2]);
    expect(() => readdirSync(home.caches)).to.throw('ENOENT');
  });

  it('are left by a run that could not find out all', async () => {
    const home = new Home();
    // Nothing listens there that would answer as a hypervisor.
    expect((await home.run('probe', '127.0.0.1:1')).code).to.equal(3);
    expect(home.subjects()).to.deep.equal(['probe']);
  });

  it('are left whole by many runs at once', async () => {
    const home = new Home();
    const runs = await niostatAll(Array(8).fill(['simulate', '--json', LAB]), { env: home.env });
    expect(new Set(runs.map(({ stdout }) => stdout)).size).to.equal(1);
    expect(home.subjects()).to.deep.equal(['simulate']);
    expect(refused(await home.run('simulate', LAB))).to.equal('false');
  });

  const changed =
    (place: (length: number) => number) =>
    (good: Buffer): Buffer => {
      const [bytes, at] = [Buffer.from(good), place(good.length)];
      bytes.writeUInt8((bytes[at] ?? 0) ^ 0xff, at);
      return bytes;
    };
  const cut =
    (end: (length: number) => number) =>
    (good: Buffer): Buffer =>
      good.subarray(0, end(good.length));
  for (const [what, bad] of [
    ['empty', cut(() => 0)],
    ['cut after a byte', cut(() => 1)],
    ['cut in the middle', cut((length) => length >> 1)],
    ['cut before the last byte', cut((length) => length - 1)],
    ['changed at the first byte', changed(() => 0)],
    ['changed near the beginning', changed(() => 900)],
    ['changed in the first half', changed((length) => length >> 2)],
    ['changed in the middle', changed((length) => length >> 1)],
    ['changed at the last byte', changed((length) => length - 1)],
    ['zeros', (good) => Buffer.alloc(good.length)],
    ['other text', () => Buffer.from('\nNot a cache\n\nNot a cache\n')],
  ] satisfies readonly [string, (good: Buffer) => Buffer][]) {
    it(`that are ${what} are not taken, and are made anew`, async () => {
      const home = new Home();
      const { stdout } = await home.run('checks');
      writeFileSync(home.only, bad(readFileSync(home.only)));
      const run = await home.run('checks');
      expect(run).to.deep.include({ code: 0, stdout });
      expect(refused(run)).to.not.equal('false');
      expect(refused(await home.run('checks'))).to.equal('false');
    });
  }

  for (const whose of ['command', 'Node']) {
    it(`of another ${whose} are not taken under this name, and are made anew`, async () => {
      const home = new Home();
      const { stdout } = await home.run('checks');
      const path = home.only;
      rmSync(path);
      // Node is told apart by the size of its file, too.
      const other = home.folder.file('other-node.cjs', `${TELLER}\nprocess.execPath = __filename;`);
      const env = { ...home.env, NODE_OPTIONS: `--require=${other}` };
      await (whose === 'Node' ? niostat(['checks'], { env }) : home.run('scenarios'));
      renameSync(home.only, path);
      const run = await home.run('checks');
      expect(run).to.deep.include({ code: 0, stdout });
      expect(refused(run)).to.equal('undefined');
      expect(refused(await home.run('checks'))).to.equal('false');
    });
  }

  for (const [what, make] of [
    ['pipe', (path) => void execFileSync('mkfifo', ['-m', '600', path])],
    ['device', (path) => symlinkSync('/dev/zero', path)],
  ] satisfies readonly [string, (path: string) => void][]) {
    it(`are not waited for where a ${what} has their name`, async () => {
      const home = new Home();
      const { stdout } = await home.run('checks');
      const path = home.only;
      rmSync(path);
      make(path);
      expect(await home.run('checks')).to.deep.include({ code: 0, stdout });
      expect(refused(await home.run('checks'))).to.equal('false');
    });
  }

  it('that others may write are not taken, and none are left in a folder where others may write', async () => {
    const home = new Home();
    await home.run('checks');
    const { ino } = statSync(home.only);
    chmodSync(home.only, 0o666);
    expect(refused(await home.run('checks'))).to.equal('undefined');
    expect(statSync(home.only).ino).to.not.equal(ino);
    expect(statSync(home.only).mode & 0o777).to.equal(0o600);

    const mended = statSync(home.only).ino;
    chmodSync(home.caches, 0o777);
    expect(refused(await home.run('checks'))).to.equal('undefined');
    expect(statSync(home.only).ino).to.equal(mended);
  });

  if (process.geteuid?.() === 0) {
    it('in the home of another user are not taken, and none are left there', async () => {
      const home = new Home();
      await home.run('checks');
      const { ino } = statSync(home.only);
      for (const path of [home.only, home.caches]) {
        chownSync(path, 12_345, 12_345);
        expect(refused(await home.run('checks')), path).to.equal('undefined');
      }
      expect(statSync(home.only).ino).to.not.equal(ino);

      const other = new Home();
      chownSync(other.folder.path, 12_345, 12_345);
      expect((await other.run('checks')).code).to.equal(0);
      expect(readdirSync(other.folder.path)).to.deep.equal(['teller.cjs']);
    });
  }

  it('are no matter where there can be none', async () => {
    const home = new Home();
    const { stdout } = await home.run('checks');
    const file = home.folder.file('no-folder', '');
    const places = [
      { XDG_CACHE_HOME: file },
      { XDG_CACHE_HOME: join(file, 'deeper') },
      { XDG_CACHE_HOME: '', HOME: '' },
      { XDG_CACHE_HOME: 'relative', HOME: 'relative' },
      { XDG_CACHE_HOME: '/proc/nothing' },
    ];
    for (const env of places) {
      expect(await niostat(['checks'], { env })).to.deep.equal({ code: 0, stdout, stderr: '' });
    }
  });

  it('are left below the home where no other folder is named, and not where Node does not know itself', async () => {
    const home = new Home();
    const lost = home.folder.file('lost.cjs', "process.execPath = '/nowhere/node';");
    const env = { XDG_CACHE_HOME: '', HOME: home.folder.path };
    const { code, stderr } = await niostat(['checks'], { env: { ...env, NODE_OPTIONS: `--require=${lost}` } });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const below = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
    expect(() => readdirSync(join(home.folder.path, below))).to.throw('ENOENT');

    await niostat(['checks'], { env });
    expect(readdirSync(join(home.folder.path, below, 'niostat'))).to.have.length(1);
  });

  it('are not left where there is no home, which stays as it is', async () => {
    const { folder } = new Home();
    for (const lack of [{ XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: join(folder.path, 'home', '.cache') }]) {
      const { code } = await niostat(['checks'], { env: { HOME: join(folder.path, 'home'), ...lack } });
      expect(code).to.equal(0);
      expect(readdirSync(folder.path)).to.deep.equal(['teller.cjs']);
    }
  });

  it('are off where the caches of Node are', async () => {
    const home = new Home();
    await niostat(['checks'], { env: { ...home.env, NODE_DISABLE_COMPILE_CACHE: '1' } });
    expect(() => readdirSync(home.caches)).to.throw('ENOENT');
  });

  it('of other versions go, the oldest first, and what was left half-written', async () => {
    const home = new Home();
    await home.run('checks');
    const old = (day: number): string => `check-0123456789abcdef-v20.${day}.0-x64-1.cache${day % 2 ? '' : `.${day}`}`;
    for (let day = 1; day <= 50; day++) {
      const path = home.folder.file(`cache/niostat/${old(day)}`, '');
      utimesSync(path, new Date(), new Date(Date.UTC(2020, 0, day)));
    }
    home.folder.file('cache/niostat/notes.txt', 'mine');
    await home.run('simulate', LAB);
    const left = readdirSync(home.caches);
    expect(left).to.have.length(41);
    expect(left).to.include.members(['notes.txt', old(50), old(13)]);
    expect(left.filter((name) => /^(checks|simulate)-/.test(name))).to.have.length(2);
  });
});
