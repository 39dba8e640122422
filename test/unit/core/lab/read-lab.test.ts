import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { problemLines } from '../../../support/read.ts';

const NET = '[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
const SCENARIO =
  'hypervisors: [{address: localhost}]\ndevices: [{name: R1}, {name: R2}]\nlinks: [R1 f0/0 -- R2 f0/0]\n';
const GNS3 = '{\n    "auto_start": false,\n    "topology": { "computes": [] }\n}\n';

/** What a text is taken for. */
function format(text: string, name: string): string {
  const { labs, problems } = readLab(text, name);
  if (labs[0] !== undefined) return labs[0].format;
  return problemLines(problems).join('\n');
}

describe('readLab', () => {
  describe('recognises the format by the content, whatever the name', () => {
    for (const name of ['lab.net', 'lab.yaml', 'lab.gns3', 'lab.txt', 'lab', '(stdin)', 'README.md']) {
      it(`in ${name}`, () => {
        expect(format(NET, name)).to.equal('dynagen');
        expect(format(SCENARIO, name)).to.equal('scenario');
        expect(format(GNS3, name)).to.equal('gns3');
      });
    }

    it('behind comments, empty lines, a byte order mark and CRLF', () => {
      const before = ['# yaml: not this\n', '\n\n', '\uFEFF', '   # [x]\r\n\r\n', '\uFEFF# a\n\n\t# b\n'];
      for (const start of before) {
        expect(format(start + NET, 'x.yaml'), JSON.stringify(start)).to.equal('dynagen');
        expect(format(start + SCENARIO, 'x.net'), JSON.stringify(start)).to.equal('scenario');
      }
    });

    it('of a .net file that begins with keys, and of a scenario that begins with ---', () => {
      expect(format(`autostart = False\nversion = 0.8.6\n${NET}`, 'x.yaml')).to.equal('dynagen');
      expect(format(`---\n${SCENARIO}`, 'x.net')).to.equal('scenario');
    });

    it('of a .net file with a header that has a comment, and with a wrapper first', () => {
      expect(format(`[localhost] # here\n[[ROUTER R1]]\n`, 'x.yaml')).to.equal('dynagen');
      expect(format('[vbox localhost:11525]\n[[VBOX V1]]\n', 'x.yaml')).to.equal('dynagen');
    });
  });

  describe('goes by the name when the content leaves it open', () => {
    it('so that the errors fit what was meant', () => {
      expect(format('<<<<<<< HEAD\n', 'lab.net')).to.include('merge conflict');
      expect(format('- a\n', 'lab.yaml')).to.include('scenario');
    });
  });

  it('takes JSON for a GNS3 project, and for a scenario if the name says YAML, which JSON is too', () => {
    const text = '{"devices": [{"name": "R1"}], "hypervisors": [{"address": "localhost:7200"}]}';
    expect(readLab(text, 'x.yaml').labs.map(({ format: found }) => found)).to.deep.equal(['scenario']);
    expect(readLab(text, 'x.gns3').labs).to.deep.equal([]);
  });

  describe('takes JSON by what is in it', () => {
    const scenario = JSON.stringify(
      { hypervisors: [{ address: 'localhost:7200' }], devices: [{ name: 'R1' }, { name: 'R2' }], links: [] },
      null,
      '\t',
    );

    it('for a scenario, whatever the name but .gns3, also with tabs', () => {
      for (const name of ['lab.json', 'lab', '(stdin)', 'lab.txt', 'lab.yaml', 'LAB.JSON']) {
        expect(format(scenario, name), name).to.equal('scenario');
      }
    });

    it('for a GNS3 project, whatever the name', () => {
      for (const name of ['lab.json', 'lab', 'lab.gns3', 'lab.yaml']) expect(format(GNS3, name), name).to.equal('gns3');
      expect(format('{"devices": [], "topology": {}}', 'lab.json')).to.equal('gns3');
    });

    it('with the errors of a scenario at their places', () => {
      expect(format('{\n  "devices": [\n    {"nam": "R1"}\n  ]\n}\n', 'lab.json')).to.include(
        '3:6 error: unknown key "nam"',
      );
    });

    it('or says what it looks like', () => {
      const others: Record<string, string> = {
        '{"name": "x", "dependencies": {}}': 'a package.json',
        '{"appliance_id": "1", "name": "x"}': 'a GNS3 appliance',
        '{"schemaVersion": 1, "labs": []}': 'a result that niostat printed',
        '{"a": 1, "b": {"devices": 3}}': 'an object with "a", "b";',
        '{"devices": {}, "links": []}': 'an object whose "devices" is no list;',
        '{}': 'it is empty',
        '[1, 2]': 'a list',
        '[\n{"devices": 1}]': 'a list',
      };
      for (const [text, what] of Object.entries(others)) {
        expect(format(text, 'x.json'), text)
          .to.match(/^1:1 error: this JSON is no lab: /)
          .and.include(what);
      }
      expect(format('{"a": 1, "b": 2', 'x.json')).to.equal(
        '1:16 error: the file ends where a comma or "}" should stand: a part of it is missing',
      );
    });
  });

  describe('refuses an unresolved merge', () => {
    const conflict = (first: string, second: string): string =>
      `<<<<<<< HEAD\n${first}\n=======\n${second}\n>>>>>>> topic\n`;

    it('in each format with one problem: how many, and where the first is', () => {
      for (const [name, before] of [
        ['lab.net', '[localhost]\n'],
        ['lab.yaml', 'hypervisors:\n'],
        ['lab.gns3', '{\n'],
        ['lab.json', '{\n'],
      ] as const) {
        const text = before + conflict('udp = 1', 'udp = 2').repeat(30);
        expect(format(text, name), name).to.match(
          /^2:1 error: this file has 30 merge conflicts, the first one here: [^\n]*$/,
        );
        expect(format(text.replaceAll('\n', '\r\n'), name), name).to.match(/^2:1 error: this file has 30 [^\n]*$/);
      }
    });

    it('with the lines of the common ancestor, with one edge, and alone', () => {
      expect(format('[a]\n<<<<<<< a\n||||||| b\n=======\n>>>>>>> c\n', 'x.net')).to.match(
        /^2:1 error: this file has a merge conflict: .* begin with <<<<<<<, \|{7}, =======, >>>>>>>$/,
      );
      expect(format('[a]\n>>>>>>> c\n', 'x.net')).to.match(/^2:1 error: this file has a merge conflict/);
    });

    it('but no heading that is underlined, and no longer row', () => {
      const heading = 'description: |\n  Title\n  =======\n';
      expect(format(heading + SCENARIO, 'x.yaml')).to.equal('scenario');
      expect(format(`# <<<<<<<\n#\n# ========\n${NET}`, 'x.net')).to.equal('dynagen');
    });
  });

  describe('refuses what is no text', () => {
    it('an empty file, and one of white space', () => {
      for (const text of ['', ' ', '\n\n\n', '\t \r\n', '\uFEFF', '\uFEFF\n']) {
        expect(format(text, 'lab.net'), JSON.stringify(text)).to.match(/^1:1 error: .*empty/);
      }
    });

    it('a NUL byte, with its place', () => {
      expect(format('[localhost]\n  ud\0p = 1\n', 'lab.net')).to.match(/^2:5 error: .*NUL/);
      expect(format('\0', 'lab.net')).to.match(/^1:1 error: .*NUL/);
    });
  });

  it('names the lab after its file', () => {
    expect(readLab(NET, '/labs/ring.of.six.net').labs[0]?.name).to.equal('ring.of.six');
    expect(readLab(NET, '.net').labs[0]?.name).to.equal('.net');
  });

  it('puts the file into every place', () => {
    expect(readLab(NET, 'a/b.net').labs[0]?.links[0]?.location).to.deep.equal({ file: 'a/b.net', line: 3, column: 1 });
    expect(readLab('nonsense', 'a/b.net').problems[0]?.location).to.deep.equal({ file: 'a/b.net', line: 1, column: 1 });
  });

  describe('is done in time', () => {
    it('with a hundred thousand brackets', () => {
      expect(readLab('['.repeat(100_000), 'x.yaml').labs).to.deep.equal([]);
      expect(readLab('['.repeat(100_000), 'x.net').labs).to.deep.equal([]);
      expect(readLab('{'.repeat(100_000), 'x.yaml').labs).to.deep.equal([]);
    });

    it('with a scenario of more than 32 million characters, which is not read at all', () => {
      const text = `${SCENARIO}# ${'x'.repeat(32_000_000)}\n`;
      expect(format(text, 'x.yaml')).to.match(/^1:1 error: .*32000000/);
    });

    it('with a .net file of a hundred thousand devices', () => {
      const text = `[localhost]\n${Array.from({ length: 100_000 }, (_, index) => `[[ROUTER R${index}]]\n`).join('')}`;
      expect(readLab(text, 'x.net').labs[0]?.devices).to.have.length(100_000);
    });
  });
});
