import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { Batch, Folder, type Run } from '../support/cli.ts';

/**
 * The processor time that a bad file may cost beyond a plain start. It should be a second; three leave room for a slow machine.
 * The figures are shown when NIOSTAT_TIMES is set.
 */
const LIMIT_MS = 3000;

/** More lines than this fill the screen; fifty problems and a few words around them do not. */
const MOST_LINES = 60;

/** Where a problem is expected: `[line, column]`. */
type Place = readonly [number, number];

/** What standard error must say: places in the file, and words. */
interface Expected {
  readonly at?: readonly Place[];
  readonly words?: readonly string[];
}

const folder = new Folder();

describe('bad input', () => {
  const batch = new Batch();
  const plainStart = batch.add(() => ({ args: ['checks'], options: { measuresCpu: true } }));

  /** A test that `check` refuses a file, as every bad file must be refused. The file is written when its turn comes. */
  function refuses(title: string, name: string, content: () => string | Buffer, expected: Expected = {}): void {
    refusesPath(title, () => folder.file(name, content()), expected);
  }

  function refusesPath(title: string, prepare: () => string, { at = [], words = [] }: Expected = {}): void {
    let path = '';
    const pending = batch.add(() => {
      path = prepare();
      return { args: ['check', path], options: { measuresCpu: true } };
    });
    it(title, async () => {
      const run = await pending;
      await expectRefused(run, path);
      for (const [line, column] of at) expect(run.stderr).to.include(`${path}:${line}:${column}: `);
      for (const word of words) expect(run.stderr).to.include(word);
    });
  }

  function refusesInput(title: string, input: string | Buffer, words: readonly string[] = []): void {
    const pending = batch.add(() => ({ args: ['check', '-'], options: { input, measuresCpu: true } }));
    it(title, async () => {
      const run = await pending;
      await expectRefused(run, 'standard input');
      for (const word of words) expect(run.stderr).to.include(word);
    });
  }

  async function expectRefused(run: Run, name: string): Promise<void> {
    const { cpuMs: plainMs = Number.NaN } = await plainStart;
    const extraMs = (run.cpuMs ?? Number.NaN) - plainMs;
    if (process.env.NIOSTAT_TIMES !== undefined) {
      const shown = JSON.stringify(basename(name)).slice(0, 40);
      const figures = `${Math.round(extraMs)} ms beyond ${Math.round(plainMs)}, ${Math.round(run.elapsedMs)} ms in all`;
      process.stdout.write(`      ${figures}: ${shown}\n`);
    }
    expect(run.code, run.stderr.slice(0, 500)).to.equal(2);
    expect(run.stdout).to.equal('');
    expectPlain(run.stderr);
    expect(run.stderr).to.not.include('    at ');
    expect(run.stderr.split('\n').length, 'lines on standard error').to.be.below(MOST_LINES);
    expect(run.stderr.length, 'characters on standard error').to.be.below(20_000);
    expect(extraMs, 'milliseconds beyond a plain start').to.be.below(LIMIT_MS);
  }

  describe('without text in it', () => {
    refuses('is an empty .net file', 'empty.net', () => '', { at: [[1, 1]], words: ['empty'] });
    refuses('is an empty scenario', 'empty.yaml', () => '', { at: [[1, 1]], words: ['empty'] });
    refuses('is nothing but white space', 'white.net', () => ' \n\t\r\n   \n', { at: [[1, 1]], words: ['empty'] });
    refuses('is a byte order mark alone', 'mark.yaml', () => '\uFEFF', { at: [[1, 1]], words: ['empty'] });
    refuses('is a file of comments', 'comments.yaml', () => '# nothing\n# yet\n', { at: [[1, 1]] });
    refusesInput('is empty standard input', '', ['(stdin):1:1: ']);
  });

  describe('that is no text', () => {
    refuses('is noise', 'noise.net', () => noise(100_000));
    refuses('has a NUL byte', 'nul.net', () => '[localhost]\n    udp = 10\u0000000\n', {
      at: [[2, 13]],
      words: ['NUL'],
    });
    // `    workingdir = /home/jos` are 26 characters.
    refuses(
      'is Latin-1',
      'latin-1.net',
      () => Buffer.from('[localhost]\n    workingdir = /home/jos\u00e9/labs\n', 'latin1'),
      {
        at: [[2, 27]],
        words: ['UTF-8'],
      },
    );
    refuses('is UTF-16', 'utf-16.net', () => Buffer.from('\uFEFF[localhost]\n', 'utf16le'));
    refuses('ends in the middle of a character', 'cut.net', () => Buffer.from('[localhost]\n# 実験').subarray(0, -1), {
      at: [[2, 4]],
    });
    refusesInput('is noise on standard input', noise(100_000));
  });

  describe('that is too large', () => {
    refusesPath('is a file of 100 MB', () => sparse('sparse.net', 100 * 1024 * 1024), { words: ['64 MiB'] });
    refusesPath('never ends', () => '/dev/zero', { words: ['64 MiB'] });
    refuses('is a scenario of two million characters', 'long.yaml', () => `devices: []\n${'# x\n'.repeat(500_000)}`, {
      at: [[1, 1]],
    });
    refuses('has a line of ten million characters', 'line.net', () => 'x'.repeat(10_000_000), { at: [[1, 1]] });
    refuses('is 300,000 commas in YAML', 'commas.yaml', () => `devices: [${','.repeat(300_000)}]\n`, {
      words: ['commas.yaml:1:'],
    });
    refuses('begins with five million empty lines', 'blank.net', () => `${'\n'.repeat(5_000_000)}nonsense\n`);
    refuses('begins with two million comments', 'remarks.net', () => `${'# remark\n'.repeat(2_000_000)}nonsense\n`);
  });

  describe('that is nested too deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}x${']'.repeat(depth)}\n`;
    const indents = (depth: number) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}k:`).join('\n');

    refuses('is 100,000 brackets in YAML', 'brackets.yaml', () => `devices: ${'['.repeat(100_000)}`);
    refuses('is 30,000 braces in YAML', 'braces.yaml', () => `devices: ${'{a: '.repeat(30_000)}`);
    refuses('is 100,000 dashes in YAML', 'dashes.yaml', () => `devices:\n  ${'- '.repeat(100_000)}x\n`);
    refuses('is 1,300 indents', 'indents.yaml', () => indents(1300));
    refuses('is 3,000 indents', 'more-indents.yaml', () => indents(3000));
    refuses('is 100,000 brackets around a section', 'brackets.net', () => nested(100_000), { at: [[1, 1]] });
    refuses('is sections that go down to 2,000', 'sections.net', () =>
      Array.from({ length: 2000 }, (_, depth) => nested(depth + 1)).join(''),
    );
  });

  describe('that expands', () => {
    refuses('is a bomb of YAML aliases', 'bomb.yaml', () => aliasBomb(), { at: [[1, 4]] });
    refuses('is a thousand documents', 'documents.yaml', () => '---\ndevices: []\n'.repeat(1000));
  });

  describe('with the same thing twice', () => {
    refuses('has a section twice', 'sections-twice.net', () => '[localhost]\n[[ROUTER R1]]\n[localhost]\n', {
      at: [[3, 1]],
      words: ['line 1'],
    });
    refuses('has a key twice', 'keys-twice.net', () => '[localhost]\n  udp = 1\n  udp = 2\n', {
      at: [[3, 3]],
      words: ['line 2'],
    });
    refuses('has a key twice in YAML', 'keys-twice.yaml', () => 'name: a\ndevices: []\nname: b\n', {
      at: [[3, 1]],
      words: ['line 1'],
    });
    refuses('has a device twice', 'devices-twice.net', () => '[a]\n[[ROUTER R1]]\n[b]\n[[ROUTER R1]]\n', {
      at: [[4, 1]],
      words: ['line 2'],
    });
    refuses(
      'was left in the middle of a merge',
      'merge.net',
      () => '[a]\n<<<<<<< HEAD\nudp = 1\n=======\nudp = 2\n>>>>>>> b\n',
      {
        at: [
          [2, 1],
          [4, 1],
          [6, 1],
        ],
        words: ['merge conflict'],
      },
    );
  });

  describe('with numbers that are none', () => {
    for (const number of ['99999999999999999999', '1e9', '0x2710', 'ten'])
      refuses(`has udp = ${number}`, `number-${number}.net`, () => `[localhost]\n  udp = ${number}\n`, {
        at: [[2, 3]],
      });
    refuses(
      'has a base UDP of twenty digits in a scenario',
      'number.yaml',
      () => 'hypervisors:\n  - address: a\n    baseUdp: 99999999999999999999\ndevices: []\n',
      { at: [[3, 14]] },
    );
    refuses(
      'has a control port above 65535 and an explicit port of twenty digits',
      'nio.net',
      () => '[localhost:70000]\n[[ROUTER R1]]\n f0/0 = NIO_udp:11111111111111111111:a:1\n',
      {
        at: [
          [1, 1],
          [3, 2],
        ],
      },
    );
  });

  describe('that was written by half', () => {
    refuses('ends in a header', 'half-header.net', () => '[localhost]\n  [[ROUTER R1', { at: [[2, 3]] });
    refuses('ends in a key', 'half-key.net', () => '[localhost]\n  [[ROUTER R1]]\n    f0/', { at: [[3, 5]] });
    refuses('ends in a link', 'half-link.net', () => '[localhost]\n[[ROUTER R1]]\nf0/0 = R2', { at: [[3, 1]] });
    refuses('ends in a YAML list', 'half-list.yaml', () => 'name: x\ndevices: [{name: R1}, {na', {
      words: ['half-list.yaml:2:'],
    });
    refuses('ends in a YAML string', 'half-string.yaml', () => 'name: "x\n', { words: ['half-string.yaml:'] });
  });

  describe('that cannot be read', () => {
    refusesPath('is not there', () => join(folder.path, 'nosuch.net'), {
      words: ['nosuch.net: there is no such file'],
    });
    refusesPath('lies below a file', () => join(folder.file('plain.net', '[localhost]\n'), 'lab.net'), {
      words: ['plain.net/lab.net', 'not a directory'],
    });
    refusesPath('is a directory', () => directory('lab.d'), { words: ['lab.d', 'directory'] });
    refusesPath('has a name too long for any file', () => `${'x'.repeat(5000)}.net`);

    const several = batch.add(() => {
      const bad = folder.file('one-of-three.net', '[localhost]\nnonsense\n');
      return { args: ['check', bad, join(folder.path, 'nosuch.net'), 'scenarios/full-mesh-3-routers.yaml'] };
    });
    it('is one of several: the problems of all are told', async () => {
      const { code, stderr } = await several;
      expect(code).to.equal(2);
      expect(stderr).to.include('one-of-three.net:2:1: ').and.to.include('nosuch.net');
    });
  });

  describe('with control characters', () => {
    // Clear the screen, turn red, set the title of the window, ring the bell; and the mark that reorders text.
    const evil = 'R\u001b[2J\u001b[31m\u009d0;owned\u0007\u0008\u007f\u009b1m\u202e1';
    const lab = `[localhost]\n[[ROUTER ${evil}]]\nf0/0 = ${evil}2 f0/0\nf0/1 = R2 f0/1\n[[ROUTER R2]]\n  odd${evil} = 1\n`;

    const commands: [string, number][] = [
      ['check', 1],
      ['check --format json', 1],
      ['simulate', 0],
      ['simulate --format csv', 0],
      ['simulate --format markdown', 0],
      ['simulate --format dot', 0],
      ['simulate --format mermaid', 0],
      ['simulate --json', 0],
    ];
    for (const [index, [command, expectedCode]] of commands.entries()) {
      const pending = batch.add(() => ({ args: [...command.split(' '), folder.file(`evil-${index}.net`, lab)] }));
      it(`prints none of them with ${command}`, async () => {
        const { code, stdout, stderr } = await pending;
        expect(code).to.equal(expectedCode);
        expectPlain(stdout);
        expectPlain(stderr);
        expect(stdout + stderr).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
        // In JSON they are escaped, so that names still mean the same.
        if (command === 'simulate --json') expect(JSON.parse(stdout).nios[0].device).to.equal(evil);
      });
    }

    refuses('prints none of them in problems', 'evil-bad.net', () => {
      return `[localhost]\n[[ROUTER ${evil}]]\n[[ROUTER ${evil}]]\n${evil}\nf0/0 = ${evil}\n[${evil} ${evil} ${evil}]\n`;
    });
    refuses('prints none of them in problems of YAML', 'evil-bad.yaml', () => {
      return 'name: x\n"R\\e[2J\\e[31m\\x9d0;owned\\a\\b\\x7f": 1\ndevices: []\n';
    });
    refusesPath('prints none that stand in the name of a missing file', () =>
      join(folder.path, 'no\u001b[31msuch\r.net'),
    );
    refuses('prints none that stand in the name of a file', 'red\u001b[31m\nlab.net', () => 'nonsense\n');

    for (const args of [
      [evil],
      ['simulate', `--${evil}`],
      ['check', '--rule', evil, 'scenarios/full-mesh-3-routers.yaml'],
    ]) {
      const pending = batch.add(() => ({ args }));
      it(`prints none that stand on the command line, behind ${args.length > 1 ? args[0] : 'niostat'}`, async () => {
        const { code, stdout, stderr } = await pending;
        expect([code, stdout]).to.deep.equal([2, '']);
        expectPlain(stderr);
      });
    }
  });
});

/** No control character but the line break may reach a terminal. */
function expectPlain(text: string): void {
  const found = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(text);
  expect(found === null ? '' : `U+${found[0].charCodeAt(0).toString(16)} at ${found.index}`).to.equal('');
}

/** Bytes that look random and are the same in every run (a linear congruential generator). */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 12_345;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = state >>> 16;
  }
  return bytes;
}

/** Nine lists of nine aliases each: three billion strings, if anybody wrote them out. */
function aliasBomb(): string {
  const names = 'abcdefghi'.split('');
  const lines = names.map((name, index) => {
    const item = index === 0 ? '"lol"' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(item).join(',')}]`;
  });
  return `${lines.join('\n')}\n`;
}

/** A file that says it is large and takes no room on the disk. */
function sparse(name: string, size: number): string {
  const path = join(folder.path, name);
  const fd = openSync(path, 'w');
  ftruncateSync(fd, size);
  closeSync(fd);
  return path;
}

function directory(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}
