import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ProgressFile } from '../../../../src/world/files/progress-file.ts';
import { Folder } from '../../../support/cli.ts';

describe('the file of progress', () => {
  let env: { XDG_STATE_HOME: string };
  let folder: string;
  let path: string;

  beforeEach(() => {
    env = { XDG_STATE_HOME: new Folder().path };
    folder = join(env.XDG_STATE_HOME, 'niostat');
    path = join(folder, 'progress.json');
  });

  const open = (): ProgressFile => ProgressFile.open(env);

  /** Puts a file in the place, whatever it holds. */
  function given(content: string): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }

  it('waits for no lock that leads nowhere', () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync('nowhere', `${path}.lock`);
    open().change('lesson/one-link', () => ({ step: 3 }));
    expect(open().get('lesson/one-link')).to.deep.equal({ step: 3 });
  });

  it('gives to a later run what a run has kept, and leaves nothing else behind', () => {
    const file = open();
    expect([file.keys(), file.get('lesson/one-link')]).to.deep.equal([[], undefined]);
    expect(() => statSync(folder)).to.throw('ENOENT');
    file.change('lesson/one-link', () => ({ step: 3 }));
    file.change('lesson/consoles', () => ({ done: true }));
    expect(file.get('lesson/one-link')).to.deep.equal({ step: 3 });
    const later = open();
    expect(later.keys()).to.deep.equal(['lesson/one-link', 'lesson/consoles']);
    expect(later.get('lesson/one-link')).to.deep.equal({ step: 3 });
    later.change('lesson/one-link', () => undefined);
    expect(open().keys()).to.deep.equal(['lesson/consoles']);
    expect([file, later].flatMap((one) => one.takeRemarks())).to.deep.equal([]);
    expect(readdirSync(folder)).to.deep.equal(['progress.json']);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal({
      progress: 1,
      kept: { 'lesson/consoles': { done: true } },
    });
  });

  it('changes what is there now, and not what was read', () => {
    const [one, other] = [open(), open()];
    one.change('a', () => 1);
    other.change('b', () => 2);
    other.change('a', (kept) => [kept]);
    expect([one.get('b'), other.get('a')]).to.deep.equal([undefined, [1]]);
    one.change('c', () => 3);
    expect(one.get('a')).to.deep.equal([1]);
    expect(open().keys().toSorted()).to.deep.equal(['a', 'b', 'c']);
  });

  it('loses nothing of several runs at once', async () => {
    const script = `
      import { ProgressFile } from './src/world/files/progress-file.ts';
      const file = ProgressFile.open();
      for (let turn = 0; turn < 100; turn++) {
        file.change('all', (kept) => (kept ?? 0) + 1);
        file.change(process.argv[1], (kept) => (kept ?? 0) + 1);
      }
      process.exitCode = file.takeRemarks().length;`;
    const names = ['one', 'two', 'three', 'four'];
    const runs = names.map((name) =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, name], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      }),
    );
    expect(await Promise.all(runs.map(async (run) => (await once(run, 'exit'))[0]))).to.deep.equal([0, 0, 0, 0]);
    const file = open();
    expect(names.map((name) => file.get(name))).to.deep.equal([100, 100, 100, 100]);
    expect(file.get('all')).to.equal(400);
  }).timeout(60_000);

  it('goes on after a run that was killed while it wrote', () => {
    given('{"progress": 1, "kept": {"a": 1}}');
    writeFileSync(`${path}.lock`, '');
    writeFileSync(`${path}.new`, '{"progress": 1, "ke');
    const past = new Date(Date.now() - 60_000);
    utimesSync(`${path}.lock`, past, past);
    const file = open();
    file.change('b', () => 2);
    expect(file.takeRemarks()).to.deep.equal([]);
    expect(open().keys()).to.deep.equal(['a', 'b']);
    expect(readdirSync(folder)).to.deep.equal(['progress.json']);
  });

  for (const [what, content, why] of [
    ['empty', '', 'it is no progress of niostat'],
    ['cut', '{"progress": 1, "kept": {"a', 'it is no progress of niostat'],
    ['no object', '[1]', 'it is no progress of niostat'],
    ['null', 'null', 'it is no progress of niostat'],
    ['a list where there are keys', '{"progress": 1, "kept": [1]}', 'it is no progress of niostat'],
    ['newer', '{"progress": 2, "lessons": []}', 'a newer niostat has written it'],
    ['huge', ' '.repeat(1_000_001), 'it is too large'],
    ['binary', '\u0000\u0001\u0002', 'it is no progress of niostat'],
  ] as const) {
    it(`puts a file aside that is ${what}, says so, and begins anew`, () => {
      given(content);
      const file = open();
      const aside = `${path}.aside-1`;
      expect(file.takeRemarks()).to.deep.equal([
        `${path} cannot be read (${why}): it is kept as ${aside}, and progress begins anew`,
      ]);
      expect([file.keys(), file.takeRemarks()]).to.deep.equal([[], []]);
      expect(readFileSync(aside, 'utf8')).to.equal(content);
      file.change('a', () => 1);
      expect(open().keys()).to.deep.equal(['a']);
      // Another one does not take the place of the first.
      writeFileSync(path, 'again');
      open();
      expect(readFileSync(aside, 'utf8')).to.equal(content);
      expect(readFileSync(`${path}.aside-2`, 'utf8')).to.equal('again');
    });
  }

  it('puts one aside that breaks between two changes', () => {
    const file = open();
    file.change('a', () => 1);
    writeFileSync(path, 'broken');
    file.change('b', () => 2);
    expect(file.takeRemarks()).to.have.length(1);
    expect([file.keys(), open().keys()]).to.deep.equal([['b'], ['b']]);
  });

  it('puts a folder aside that is in its place', () => {
    mkdirSync(join(path, 'mine'), { recursive: true });
    expect(open().takeRemarks()[0]).to.include('(it is not a file): it is kept as ');
    expect(readdirSync(`${path}.aside-1`)).to.deep.equal(['mine']);
  });

  it('keeps progress for this run alone, with one remark, where no file can be', () => {
    const isFile = join(new Folder().path, 'file');
    writeFileSync(isFile, '');
    const file = ProgressFile.open({ XDG_STATE_HOME: isFile });
    expect(file.takeRemarks()).to.deep.equal([]);
    file.change('a', () => 1);
    file.change('b', () => 2);
    expect([file.get('a'), file.get('b')]).to.deep.equal([1, 2]);
    const where = join(isFile, 'niostat', 'progress.json');
    expect(file.takeRemarks()).to.deep.equal([
      `cannot write ${where}, so that progress is not kept: a part of the path is not a directory`,
    ]);
  });

  it('has no file where it cannot put the broken one aside', () => {
    given('broken');
    for (let number = 1; number <= 9; number++) writeFileSync(`${path}.aside-${number}`, `${number}`);
    const file = open();
    file.change('a', () => 1);
    expect(file.get('a')).to.equal(1);
    expect(file.takeRemarks()).to.deep.equal([
      `${path} cannot be read (it is no progress of niostat) or put aside: progress is not kept`,
    ]);
    expect(readFileSync(path, 'utf8')).to.equal('broken');
  });

  it('replaces the file that a symbolic link leads to', () => {
    const elsewhere = join(new Folder().path, 'kept.json');
    writeFileSync(elsewhere, '{"progress": 1, "kept": {}}');
    mkdirSync(folder);
    symlinkSync(elsewhere, path);
    open().change('a', () => 1);
    expect(JSON.parse(readFileSync(elsewhere, 'utf8')).kept).to.deep.equal({ a: 1 });
  });

  it('does not take a mistake of the program for one of the disk', () => {
    const file = open();
    expect(() =>
      file.change('a', () => {
        throw new RangeError('mistake');
      }),
    ).to.throw('mistake');
    expect(readdirSync(folder)).to.deep.equal([]);
    rmSync(folder, { recursive: true });
  });
});
