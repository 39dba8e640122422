import { expect } from 'chai';
import { type NetSection, readNetSyntax } from '../../../../../src/core/lab/net/net-syntax.ts';
import { ProblemList } from '../../../../../src/core/lab/problem.ts';
import { problemLines, problemPlaces } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

/** A section as plain lines, two spaces deeper for each level: `[name]` and `key=value`. */
function outline(section: NetSection, depth = 0): string[] {
  const margin = '  '.repeat(depth);
  return [
    ...section.entries.map(({ key, value }) => `${margin}${key}=${value}`),
    ...section.sections.flatMap((child) => [`${margin}[${child.name}]`, ...outline(child, depth + 1)]),
  ];
}

function read(text: string): { lines: string[]; problems: string[]; places: string[]; root: NetSection } {
  const problems = new ProblemList('lab.net');
  const root = readNetSyntax(text, problems);
  const found = problems.finish();
  return { lines: outline(root), problems: problemLines(found), places: problemPlaces(found), root };
}

/** What a text without any problem says. */
function accepted(text: string): string[] {
  const { lines, problems } = read(text);
  expect(problems).to.deep.equal([]);
  return lines;
}

describe('net syntax', () => {
  describe('structure', () => {
    it('nests by brackets and never by indentation', () => {
      const text = file`
                [localhost]
        udp = 10001
        [[ROUTER R1]]
                        f0/0 = R2 f0/0
            [[ROUTER R2]]
        console = 2001
      `;
      expect(accepted(text)).to.deep.equal([
        '[localhost]',
        '  udp=10001',
        '  [ROUTER R1]',
        '    f0/0=R2 f0/0',
        '  [ROUTER R2]',
        '    console=2001',
      ]);
    });

    it('takes tabs and spaces mixed', () => {
      expect(accepted('\t[localhost]\n \t udp\t=\t10001\t\n\t\t[[ROUTER R1]]\t\n')).to.deep.equal([
        '[localhost]',
        '  udp=10001',
        '  [ROUTER R1]',
      ]);
    });

    it('keeps keys before the first section apart', () => {
      expect(accepted('autostart = False\nversion = 0.8.6\n[localhost]\n')).to.deep.equal([
        'autostart=False',
        'version=0.8.6',
        '[localhost]',
      ]);
    });

    it('goes back up to a section of less depth', () => {
      expect(accepted('[a]\n[[b]]\nx = 1\n[c]\ny = 2\n[[d]]\n')).to.deep.equal([
        '[a]',
        '  [b]',
        '    x=1',
        '[c]',
        '  y=2',
        '  [d]',
      ]);
    });

    it('knows line and column of every section and key', () => {
      const { root } = read('# lab\n[localhost]\n  udp = 1\n\n\t[[ROUTER R1]]\n');
      const [section] = root.sections;
      expect([section?.line, section?.column]).to.deep.equal([2, 1]);
      expect([section?.entries[0]?.line, section?.entries[0]?.column]).to.deep.equal([3, 3]);
      expect([section?.sections[0]?.line, section?.sections[0]?.column]).to.deep.equal([5, 2]);
    });

    it('takes spaces inside the brackets and a comment behind them', () => {
      expect(accepted('[ localhost ] # this machine\n[[ ROUTER R1 ]]\n')).to.deep.equal([
        '[localhost]',
        '  [ROUTER R1]',
      ]);
    });
  });

  describe('line ends and encodings', () => {
    it('takes CRLF and leaves no CR in a value', () => {
      expect(
        accepted('[localhost]\r\nudp = 10001\r\nworkingdir =\r\n[[ROUTER R1]]\r\nf0/0 = R2 f0/0\r\n'),
      ).to.deep.equal(['[localhost]', '  udp=10001', '  workingdir=', '  [ROUTER R1]', '    f0/0=R2 f0/0']);
    });

    it('takes LF and CRLF in one file and counts lines alike', () => {
      const { root } = read('[a]\r\nx = 1\n\r\ny = 2\r\n');
      expect(root.sections[0]?.entries.map(({ line }) => line)).to.deep.equal([2, 4]);
    });

    it('takes a byte order mark', () => {
      expect(accepted('\uFEFF[localhost]\nudp = 10001\n')).to.deep.equal(['[localhost]', '  udp=10001']);
    });

    it('takes letters beyond ASCII', () => {
      expect(accepted('[localhost]\nworkingdir = /home/josé/実験\n')).to.deep.equal([
        '[localhost]',
        '  workingdir=/home/josé/実験',
      ]);
    });

    it('takes a last line without a line end', () => {
      expect(accepted('[localhost]\nudp = 10001')).to.deep.equal(['[localhost]', '  udp=10001']);
    });
  });

  describe('values', () => {
    it('are never unescaped', () => {
      const text = file`
        [localhost]
        workingdir = C:\Users\nano\new\table
        image = "C:\nets\r1.image"
        cnfg = configs\R1.cfg
      `;
      expect(accepted(text)).to.deep.equal([
        '[localhost]',
        String.raw`  workingdir=C:\Users\nano\new\table`,
        String.raw`  image=C:\nets\r1.image`,
        String.raw`  cnfg=configs\R1.cfg`,
      ]);
    });

    it('may hold =, :, comma and brackets', () => {
      expect(accepted('[localhost]\na = x=y:z, [q] {r}\n')).to.deep.equal(['[localhost]', '  a=x=y:z, [q] {r}']);
    });

    it('may be empty', () => {
      expect(accepted('[localhost]\nworkingdir =\nimage=\ncnfg = ""\n')).to.deep.equal([
        '[localhost]',
        '  workingdir=',
        '  image=',
        '  cnfg=',
      ]);
    });

    it('lose one pair of quotes and keep what stands inside, a # included', () => {
      expect(accepted(`[a]\nx = "C:\\My Labs"\ny = 'one # two'\nz = "say 'hi'"\n`)).to.deep.equal([
        '[a]',
        '  x=C:\\My Labs',
        '  y=one # two',
        "  z=say 'hi'",
      ]);
    });

    it('lose a comment behind them', () => {
      expect(accepted('[a]\nx = R2 f0/0 # to the core\ny = "R3 f0/0"  # quoted\nz = # nothing\n')).to.deep.equal([
        '[a]',
        '  x=R2 f0/0',
        '  y=R3 f0/0',
        '  z=',
      ]);
    });

    it('may stretch over lines between three quotes, and the lines after them are counted on', () => {
      const { root, problems } = read('[GNS3-DATA]\ntext = """first\n[no section]\nlast"""\nx = 1\n');
      expect(problems).to.deep.equal([]);
      const [section] = root.sections;
      expect(section?.entries.map(({ key, value, line }) => [key, value, line])).to.deep.equal([
        ['text', 'first\n[no section]\nlast', 2],
        ['x', '1', 5],
      ]);
    });

    it('may begin with an apostrophe that is never closed', () => {
      expect(accepted("[a]\nx = 'tis\n")).to.deep.equal(['[a]', "  x='tis"]);
    });
  });

  describe('comments', () => {
    it('are whole lines that begin with #, at any indentation', () => {
      expect(accepted('# [no]\n[a]\n   # x = 1\n\t#[[ROUTER R9]]\ny = 2\n')).to.deep.equal(['[a]', '  y=2']);
    });
  });

  describe('errors', () => {
    it('name the line of the first of two equal keys', () => {
      const { problems } = read('[localhost]\nudp = 10001\n\n  udp = 10002\n');
      expect(problems).to.deep.equal(['4:3 error: "udp" is set twice in this section, first in line 2']);
    });

    it('let one key stand in two sections', () => {
      expect(read('[a]\nudp = 1\n[b]\nudp = 1\n').problems).to.deep.equal([]);
    });

    it('name the line of the first of two equal sections', () => {
      const { problems } = read('[localhost]\n[[ROUTER R1]]\n[bender]\n[localhost]\n');
      expect(problems).to.deep.equal(['4:1 error: section "localhost" is there twice, first in line 1']);
    });

    it('name the line of the first of two equal subsections, and let two hypervisors have one each', () => {
      expect(read('[a]\n[[7200]]\n[b]\n[[7200]]\n').problems).to.deep.equal([]);
      expect(read('[a]\n[[7200]]\nx = 1\n  [[7200]]\n').places).to.deep.equal(['4:3']);
    });

    it('call a merge conflict by its name, at each of its lines', () => {
      const text = file`
        [localhost]
        <<<<<<< HEAD
            udp = 10001
        =======
            workingdir = /tmp
        >>>>>>> b173363897a4bb81722b0ebec71bbadc42ddb974
      `;
      const { problems } = read(text);
      expect(problems.map((problem) => problem.split(' ')[0])).to.deep.equal(['2:1', '4:1', '6:1']);
      for (const problem of problems) expect(problem).to.include('merge conflict');
    });

    it('say that a line is neither a section nor a key', () => {
      const { places } = read('[localhost]\n    R1 f0/0 R2 f0/0\n = 5\n');
      expect(places).to.deep.equal(['2:5', '3:2']);
    });

    it('say that brackets do not match', () => {
      for (const header of ['[[ROUTER R1]', '[localhost', '[]', '[localhost]]', '[a] b']) {
        expect(read(`# x\n ${header}\n`).places, header).to.deep.equal(['2:2']);
      }
    });

    it('say that a section skips a depth', () => {
      expect(read('[[ROUTER R1]]\nx = 1\n').places).to.deep.equal(['1:1']);
      expect(read('[a]\n[[[deep]]]\n').places).to.deep.equal(['2:1']);
    });

    it('say that three quotes are never closed, where they open', () => {
      expect(read('[a]\ntext = """never\n').problems).to.deep.equal([
        '2:8 error: the """ that opens here is never closed',
      ]);
    });

    it('are all reported, in the order of the file', () => {
      const { places } = read('nonsense\n[a]\nx = 1\nx = 2\n[a]\n[b\n');
      expect(places).to.deep.equal(['1:1', '4:1', '5:1', '6:1']);
    });

    it('end after fifty with a count, and do not fill the screen', () => {
      const { problems } = read(`[a]\n${'nonsense\n'.repeat(1000)}`);
      expect(problems).to.have.length(51);
      expect(problems[50]).to.match(/more errors? in this file$/);
    });
  });

  describe('size', () => {
    it('takes a line of a hundred thousand brackets', () => {
      expect(read('['.repeat(100_000)).places).to.deep.equal(['1:1']);
      expect(read(`${'['.repeat(100_000)}x${']'.repeat(100_000)}`).places).to.deep.equal(['1:1']);
    });

    it('refuses brackets that go deeper and deeper', () => {
      const deeper = Array.from({ length: 3000 }, (_, depth) => `${'['.repeat(depth + 1)}x${']'.repeat(depth + 1)}`);
      expect(read(deeper.join('\n')).problems.length).to.be.greaterThan(0);
    });

    it('takes one line of five million characters', () => {
      expect(accepted(`[a]\nx = ${'y'.repeat(5_000_000)}\n`)[1]).to.have.length(5_000_000 + '  x='.length);
    });
  });
});
