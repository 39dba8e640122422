import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Expected, expectPlain, expectRefused } from '../support/bad-files.ts';
import { Folder } from '../support/cli.ts';
import { niostat } from '../support/run-in-process.ts';
import { zip } from '../support/zip.ts';

const folder = new Folder();

describe('bad input', () => {
  /** A test that `check` refuses a file, as every bad file must be refused. */
  function refuses(title: string, name: string, content: () => string | Buffer, expected: Expected = {}): void {
    refusesPath(title, () => folder.file(name, content()), expected);
  }

  function refusesPath(title: string, prepare: () => string, expected: Expected = {}): void {
    it(title, async () => {
      const path = prepare();
      expectRefused(await niostat(['check', path]), path, expected);
    });
  }

  function refusesInput(title: string, input: string | Buffer, words: readonly string[] = []): void {
    it(title, async () => expectRefused(await niostat(['check', '-'], { input }), '(stdin)', { words }));
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
    refuses('is UTF-16 without a byte order mark', 'utf-16.net', () => Buffer.from('[localhost]\n', 'utf16le'), {
      at: [[1, 1]],
      words: ['UTF-16', 'iconv -f UTF-16LE'],
    });
    refuses('ends in the middle of a character', 'cut.net', () => Buffer.from('[localhost]\n# 実験').subarray(0, -1), {
      at: [[2, 4]],
    });
    refusesInput('is noise on standard input', noise(100_000));
  });

  describe('that is an archive', () => {
    refuses('is no portable project', 'a.gns3project', () => zip([{ name: 'a.txt', data: 'x' }]), {
      words: ['a.gns3project: it holds no project.gns3'],
    });
    refuses('is called a .net file', 'b.net', () => zip([]), { words: ['b.net: it holds no project.gns3'] });
    refusesInput('is on standard input', zip([]), ['(stdin): it holds no project.gns3']);

    it('has a bad project in it: the place within it is told', async () => {
      const path = folder.file('c.gns3project', zip([{ name: 'project.gns3', data: '{\n  "topology": {\n' }]));
      const { code, stderr } = await niostat(['check', path]);
      expect([code, stderr.split('\n')[0]]).to.deep.equal([
        2,
        `${path}:project.gns3:3:1: error: the file ends where a key in quotes should stand: a part of it is missing`,
      ]);
    });
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
        at: [[2, 1]],
        words: ['a merge conflict'],
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
    refusesPath('is an address with spaces', () => 'localhost : 7200', {
      words: ['localhost : 7200: there is no such file', 'remove the spaces: localhost:7200'],
    });
    refusesPath('lies below a file', () => join(folder.file('plain.net', '[localhost]\n'), 'lab.net'), {
      words: ['plain.net/lab.net', 'not a directory'],
    });
    refusesPath('is a folder without a lab', () => directory('lab.d'), {
      words: ['lab.d: there is no lab in this folder'],
    });
    refusesPath('has a name too long for any file', () => `${'x'.repeat(5000)}.net`);

    it('is one of several: the problems of all are told', async () => {
      const bad = folder.file('one-of-three.net', '[localhost]\nnonsense\n');
      const paths = [bad, join(folder.path, 'nosuch.net'), 'scenarios/full-mesh-3-routers.yaml'];
      const { code, stderr } = await niostat(['check', ...paths]);
      expect(code).to.equal(2);
      expect(stderr).to.include('one-of-three.net:2:1: ').and.to.include('nosuch.net');
    });
  });

  describe('with control characters', () => {
    // Clear the screen, turn red, set the title of the window, ring the bell; and the mark that reorders
    // text.
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
      it(`prints none of them with ${command}`, async () => {
        const path = folder.file(`evil-${index}.net`, lab);
        const { code, stdout, stderr } = await niostat([...command.split(' '), path]);
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
      it(`prints none that stand on the command line, behind ${args.length > 1 ? args[0] : 'niostat'}`, async () => {
        const { code, stdout, stderr } = await niostat(args);
        expect([code, stdout]).to.deep.equal([2, '']);
        expectPlain(stderr);
      });
    }
  });
});

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

function directory(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}
