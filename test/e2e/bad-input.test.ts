import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { Folder, niostat, type Run } from '../support/cli.ts';

/**
 * What a bad file may cost beyond a plain start. It should be a second; three leave room for a slow machine. The figures are
 * shown when NIOSTAT_TIMES is set.
 */
const LIMIT_MS = 3000;

let plainStartMs = 0;

const folder = new Folder();

/** Runs `check` on a path and asserts what holds for every bad input; gives what stands on standard error. */
async function refuses(path: string, input?: string | Buffer): Promise<string> {
  const run = await niostat(['check', path], input === undefined ? {} : { input });
  showTime(path, run);
  expect(run.code, run.stderr.slice(0, 500)).to.equal(2);
  expect(run.stdout).to.equal('');
  expectPlain(run.stderr);
  expect(run.stderr).to.not.include('    at ');
  expect(run.stderr.split('\n').length, 'lines on standard error').to.be.below(60);
  expect(run.stderr.length, 'characters on standard error').to.be.below(20_000);
  expect(run.elapsedMs - plainStartMs, 'milliseconds beyond a plain start').to.be.below(LIMIT_MS);
  return run.stderr;
}

/** No control character but the line break may reach a terminal. */
function expectPlain(text: string): void {
  const found = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(text);
  expect(found === null ? '' : `U+${found[0].charCodeAt(0).toString(16)} at ${found.index}`).to.equal('');
}

function showTime(name: string, { elapsedMs }: Run): void {
  if (process.env.NIOSTAT_TIMES === undefined) return;
  process.stdout.write(`      ${Math.round(elapsedMs)} ms ${JSON.stringify(basename(name)).slice(0, 40)}\n`);
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

/** Whether a text has `path:line:column` in it. */
function placed(path: string, line: number, column: number): RegExp {
  return new RegExp(`(^|\\n|\\s)${path.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')}:${line}:${column}: `);
}

describe('bad input', () => {
  before(async () => {
    const run = await niostat(['checks']);
    showTime('a plain start', run);
    plainStartMs = run.elapsedMs;
  });

  after(() => folder.remove());

  describe('without text in it', () => {
    for (const [title, content] of [
      ['an empty file', ''],
      ['nothing but white space', ' \n\t\r\n   \n'],
      ['a byte order mark alone', '\uFEFF'],
    ] as const) {
      it(`is ${title}`, async () => {
        for (const name of ['empty.net', 'empty.yaml']) {
          const path = folder.file(name, content);
          expect(await refuses(path))
            .to.match(placed(path, 1, 1))
            .and.to.include('empty');
        }
      });
    }

    it('is empty standard input', async () => {
      expect(await refuses('-', '')).to.include('(stdin):1:1: ');
    });

    it('is a file of comments', async () => {
      const path = folder.file('comments.yaml', '# nothing\n# yet\n');
      expect(await refuses(path)).to.match(placed(path, 1, 1));
    });
  });

  describe('that is no text', () => {
    it('is noise', async () => {
      const path = folder.file('noise.net', noise(100_000));
      expect(await refuses(path)).to.include(`${path}:1`);
    });

    it('is noise on standard input', async () => {
      await refuses('-', noise(100_000));
    });

    it('has a NUL byte', async () => {
      const path = folder.file('nul.net', '[localhost]\n    udp = 10\u0000000\n');
      expect(await refuses(path))
        .to.match(placed(path, 2, 13))
        .and.to.include('NUL');
    });

    it('is Latin-1', async () => {
      const text = '[localhost]\n    workingdir = /home/jos\u00e9/labs\n';
      const path = folder.file('latin-1.net', Buffer.from(text, 'latin1'));
      // `    workingdir = /home/jos` are 26 characters.
      expect(await refuses(path))
        .to.match(placed(path, 2, 27))
        .and.to.include('UTF-8');
    });

    it('is UTF-16', async () => {
      await refuses(folder.file('utf-16.net', Buffer.from('\uFEFF[localhost]\n', 'utf16le')));
    });

    it('ends in the middle of a character', async () => {
      const path = folder.file('cut-character.net', Buffer.from('[localhost]\n# 実験').subarray(0, -1));
      expect(await refuses(path)).to.match(placed(path, 2, 4));
    });
  });

  describe('that is too large', () => {
    it('is a file of 100 MB, which is not even opened', async () => {
      const path = join(folder.path, 'sparse.net');
      const fd = openSync(path, 'w');
      ftruncateSync(fd, 100 * 1024 * 1024);
      closeSync(fd);
      expect(await refuses(path)).to.include('64 MiB');
    });

    it('never ends', async () => {
      expect(await refuses('/dev/zero')).to.include('64 MiB');
    });

    it('is a scenario of two million characters', async () => {
      const path = folder.file('long.yaml', `devices: []\n${'# x\n'.repeat(500_000)}`);
      expect(await refuses(path)).to.match(placed(path, 1, 1));
    });

    it('has a line of ten million characters', async () => {
      await refuses(folder.file('line.net', 'x'.repeat(10_000_000)));
    });

    it('begins with five million empty lines or comments', async () => {
      await refuses(folder.file('blank.net', `${'\n'.repeat(5_000_000)}nonsense\n`));
      await refuses(folder.file('remarks.net', `${'# remark\n'.repeat(5_000_000)}nonsense\n`));
    });
  });

  describe('that is nested too deep', () => {
    const deep: Record<string, string> = {
      'brackets.yaml': `devices: ${'['.repeat(100_000)}`,
      'closed.yaml': `devices: ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      'braces.yaml': `devices: ${'{a: '.repeat(30_000)}`,
      'dashes.yaml': `devices:\n  ${'- '.repeat(100_000)}x\n`,
      'indents.yaml': Array.from({ length: 1300 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n'),
      'indents-3000.yaml': Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n'),
      'brackets.net': `${'['.repeat(100_000)}x${']'.repeat(100_000)}\n`,
      'open.net': '['.repeat(100_000),
      'sections.net': Array.from(
        { length: 2000 },
        (_, depth) => `${'['.repeat(depth + 1)}x${']'.repeat(depth + 1)}\n`,
      ).join(''),
    };
    for (const [name, content] of Object.entries(deep)) {
      it(`is ${name}`, async () => {
        await refuses(folder.file(name, content));
      });
    }
  });

  describe('that expands', () => {
    it('is a bomb of YAML aliases', async () => {
      const names = 'abcdefghi'.split('');
      const lines = names.map((name, index) => {
        const item = index === 0 ? '"lol"' : `*${names[index - 1]}`;
        return `${name}: &${name} [${Array(9).fill(item).join(',')}]`;
      });
      const path = folder.file('bomb.yaml', `${lines.join('\n')}\n`);
      expect(await refuses(path)).to.match(placed(path, 1, 4));
    });

    it('is a thousand documents', async () => {
      await refuses(folder.file('documents.yaml', '---\ndevices: []\n'.repeat(1000)));
    });
  });

  describe('with the same thing twice', () => {
    it('has a section twice', async () => {
      const path = folder.file('sections-twice.net', '[localhost]\n[[ROUTER R1]]\n[localhost]\n');
      expect(await refuses(path))
        .to.match(placed(path, 3, 1))
        .and.to.include('line 1');
    });

    it('has a key twice', async () => {
      const path = folder.file('keys-twice.net', '[localhost]\n  udp = 1\n  udp = 2\n');
      expect(await refuses(path))
        .to.match(placed(path, 3, 3))
        .and.to.include('line 2');
      const scenario = folder.file('keys-twice.yaml', 'name: a\ndevices: []\nname: b\n');
      expect(await refuses(scenario))
        .to.match(placed(scenario, 3, 1))
        .and.to.include('line 1');
    });

    it('has a device twice', async () => {
      const path = folder.file('devices-twice.net', '[a]\n[[ROUTER R1]]\n[b]\n[[ROUTER R1]]\n');
      expect(await refuses(path))
        .to.match(placed(path, 4, 1))
        .and.to.include('line 2');
    });

    it('was left in the middle of a merge', async () => {
      const path = folder.file('merge.net', '[localhost]\n<<<<<<< HEAD\nudp = 1\n=======\nudp = 2\n>>>>>>> other\n');
      const stderr = await refuses(path);
      for (const line of [2, 4, 6]) expect(stderr).to.match(placed(path, line, 1));
      expect(stderr).to.include('merge conflict');
    });
  });

  describe('with numbers that are none', () => {
    for (const number of ['99999999999999999999', '1e9', '0x2710', '10000.5', '-', 'NaN', 'ten']) {
      it(`has udp = ${number}`, async () => {
        const path = folder.file('number.net', `[localhost]\n  udp = ${number}\n`);
        expect(await refuses(path)).to.match(placed(path, 2, 3));
      });
    }

    it('has a base UDP of 99999999999999999999 in a scenario', async () => {
      const path = folder.file(
        'number.yaml',
        'hypervisors:\n  - address: a\n    baseUdp: 99999999999999999999\ndevices: []\n',
      );
      expect(await refuses(path)).to.match(placed(path, 3, 14));
    });

    it('has an explicit port of twenty digits, and a control port above 65535', async () => {
      const path = folder.file(
        'nio.net',
        '[localhost:70000]\n[[ROUTER R1]]\n f0/0 = NIO_udp:11111111111111111111:a:1\n',
      );
      const stderr = await refuses(path);
      expect(stderr)
        .to.match(placed(path, 1, 1))
        .and.to.match(placed(path, 3, 2));
    });
  });

  describe('that was written by half', () => {
    it('ends in a header', async () => {
      const path = folder.file('half-header.net', '[localhost]\n  [[ROUTER R1');
      expect(await refuses(path)).to.match(placed(path, 2, 3));
    });

    it('ends in a key', async () => {
      const path = folder.file('half-key.net', '[localhost]\n  [[ROUTER R1]]\n    f0/');
      expect(await refuses(path)).to.match(placed(path, 3, 5));
    });

    it('ends in a link', async () => {
      const path = folder.file('half-link.net', '[localhost]\n[[ROUTER R1]]\nf0/0 = R2');
      expect(await refuses(path)).to.match(placed(path, 3, 1));
    });

    it('ends in a YAML list or string', async () => {
      const list = folder.file('half-list.yaml', 'name: x\ndevices: [{name: R1}, {na');
      expect(await refuses(list)).to.include(`${list}:2:`);
      const quote = folder.file('half-string.yaml', 'name: "x\n');
      expect(await refuses(quote)).to.include(`${quote}:`);
    });
  });

  describe('that cannot be read', () => {
    it('is not there', async () => {
      const path = join(folder.path, 'nosuch.net');
      expect(await refuses(path)).to.include(`cannot read ${path}: there is no such file`);
    });

    it('lies below a file', async () => {
      const path = join(folder.file('plain.net', '[localhost]\n'), 'lab.net');
      expect(await refuses(path))
        .to.include(path)
        .and.to.include('not a directory');
    });

    it('is a directory', async () => {
      const path = join(folder.path, 'lab.d');
      mkdirSync(path);
      expect(await refuses(path))
        .to.include(path)
        .and.to.include('directory');
    });

    it('has a name too long for any file', async () => {
      await refuses(`${'x'.repeat(5000)}.net`);
    });

    it('is one of several: the problems of all are told', async () => {
      const bad = folder.file('bad.net', '[localhost]\nnonsense\n');
      const run = await niostat(['check', bad, join(folder.path, 'nosuch.net'), 'scenarios/full-mesh-3-routers.yaml']);
      expect(run.code).to.equal(2);
      expect(run.stderr)
        .to.match(placed(bad, 2, 1))
        .and.to.include('nosuch.net');
    });
  });

  describe('with control characters', () => {
    // Clear the screen, turn red, set the title of the window, ring the bell; and the marks that reorder text.
    const evil = 'R\u001b[2J\u001b[31m\u009d0;owned\u0007\u0008\u007f\u009b1m\u202e1';

    it('prints none of them, in any format', async () => {
      const path = folder.file(
        'evil.net',
        `[localhost]\n[[ROUTER ${evil}]]\nf0/0 = ${evil}2 f0/0\nf0/1 = R2 f0/1\n[[ROUTER R2]]\n  odd${evil} = 1\n`,
      );
      for (const args of [
        ['check', path],
        ['simulate', path],
        ['simulate', '--format', 'csv', path],
        ['simulate', '--format', 'markdown', path],
        ['simulate', '--format', 'dot', path],
        ['simulate', '--format', 'mermaid', path],
        ['simulate', '--json', path],
        ['check', '--format', 'json', path],
      ]) {
        const { code, stdout, stderr } = await niostat(args);
        expect(code, args.join(' ')).to.equal(args[0] === 'check' ? 1 : 0);
        expectPlain(stdout);
        expectPlain(stderr);
        expect(stdout + stderr, args.join(' ')).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
      }
    });

    it('keeps them in JSON, escaped, so that names still mean the same', async () => {
      const path = folder.file('evil-json.net', `[localhost]\n[[ROUTER ${evil}]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`);
      const { stdout } = await niostat(['simulate', '--json', path]);
      expect(JSON.parse(stdout).nios[0].device).to.equal(evil);
    });

    it('prints none of them in what it says about a bad file', async () => {
      const path = folder.file(
        'evil-bad.net',
        `[localhost]\n[[ROUTER ${evil}]]\n[[ROUTER ${evil}]]\n${evil}\nf0/0 = ${evil}\n[${evil} ${evil} ${evil}]\n`,
      );
      await refuses(path);
      const scenario = folder.file(
        'evil-bad.yaml',
        `name: x\n"${evil.replaceAll('\u001b', '\\e').replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '')}": 1\ndevices: []\n`,
      );
      await refuses(scenario);
    });

    it('prints none that stand in the name of a file', async () => {
      await refuses(join(folder.path, 'no\u001b[31msuch\r.net'));
      await refuses(folder.file('red\u001b[31m\nlab.net', 'nonsense\n'));
    });

    it('prints none that stand on the command line', async () => {
      for (const args of [
        [evil],
        ['simulate', `--${evil}`],
        ['check', '--rule', evil, 'scenarios/full-mesh-3-routers.yaml'],
        ['explain', evil],
      ]) {
        const { code, stdout, stderr } = await niostat(args);
        expect([code, stdout]).to.deep.equal([2, '']);
        expectPlain(stderr);
      }
    });
  });
});
