import { expect } from 'chai';
import { ProblemList } from '../../../../../src/core/lab/problem.ts';
import type { PlainDocument } from '../../../../../src/core/lab/text/plain-document.ts';
import { readYamlText } from '../../../../../src/core/lab/text/yaml-text.ts';
import { problemLines, problemPlaces } from '../../../../support/read.ts';
import { file } from '../../../../support/text.ts';

function read(text: string): { documents: readonly PlainDocument[]; problems: string[]; places: string[] } {
  const list = new ProblemList('lab.yaml');
  const documents = readYamlText(text, list);
  const problems = list.finish();
  return { documents, problems: problemLines(problems), places: problemPlaces(problems) };
}

/**
 * The value of a text with one document and no problem, with ordinary objects in place of those without a
 * prototype.
 */
function value(text: string): unknown {
  const { documents, problems } = read(text);
  expect(problems).to.deep.equal([]);
  expect(documents).to.have.length(1);
  return JSON.parse(JSON.stringify(documents[0]?.value));
}

describe('yaml text', () => {
  describe('values', () => {
    it('are mappings, lists, text, numbers and truth values', () => {
      const text = file`
        name: Two routers
        ports: [10000, 10001]
        ok: true
        nothing:
        devices:
          - name: R1
            ram: 256
          - { name: R2 }
      `;
      expect(value(text)).to.deep.equal({
        name: 'Two routers',
        ports: [10000, 10001],
        ok: true,
        nothing: null,
        devices: [{ name: 'R1', ram: 256 }, { name: 'R2' }],
      });
    });

    it('are those of YAML 1.2: yes, no and on are text, 010 is no octal number', () => {
      expect(value('a: yes\nb: no\nc: on\nd: 010\ne: 0o10\n')).to.deep.equal({
        a: 'yes',
        b: 'no',
        c: 'on',
        d: 10,
        e: 8,
      });
    });

    it('may be folded, quoted, and written with CRLF', () => {
      expect(value('a: >-\r\n  one\r\n  two\r\nb: "x: y"\r\n')).to.deep.equal({ a: 'one two', b: 'x: y' });
    });

    it('take a key __proto__ like any other', () => {
      const { documents } = read('__proto__: 1\nconstructor: 2\n');
      expect(Object.keys(documents[0]?.value as object)).to.deep.equal(['__proto__', 'constructor']);
    });
  });

  describe('half a character', () => {
    it('becomes the sign for what cannot be shown, in keys and values', () => {
      const text = '"a\\uD800": "b\\uDC00c"\nd: ["\\uD83D\\uDE00"]\n';
      expect(value(text)).to.deep.equal({ 'a\uFFFD': 'b\uFFFDc', d: ['\u{1F600}'] });
      expect(read(text).documents[0]?.positionOf('/a\uFFFD')).to.deep.equal({ line: 1, column: 12 });
    });

    it('makes two keys equal that differ in nothing else', () => {
      expect(read('"\\uD800": 1\n"\\uDFFF": 2\n').places).to.deep.equal(['2:1']);
    });
  });

  describe('positions', () => {
    const text = file`
      name: lab
      devices:
        - name: R1
          ram:   256
        - {name: R2}
      links:
        - R1 f0/0 -- R2 f0/0
    `;

    it('of values are where the value begins', () => {
      const [document] = read(text).documents;
      const places = ['/name', '/devices', '/devices/0', '/devices/0/ram', '/devices/1/name', '/links/0'].map(
        (pointer) => {
          const { line, column } = document?.positionOf(pointer) ?? { line: 0, column: 0 };
          return `${pointer} ${line}:${column}`;
        },
      );
      expect(places).to.deep.equal([
        '/name 1:7',
        '/devices 3:3',
        '/devices/0 3:5',
        '/devices/0/ram 4:12',
        '/devices/1/name 5:12',
        '/links/0 7:5',
      ]);
    });

    it('of keys are where the key begins', () => {
      const [document] = read(text).documents;
      expect(document?.positionOfKey('/devices/0/ram')).to.deep.equal({ line: 4, column: 5 });
      expect(document?.positionOfKey('/links')).to.deep.equal({ line: 6, column: 1 });
    });

    it('of what is not there are those of the nearest value around it', () => {
      const [document] = read(text).documents;
      expect(document?.positionOf('/devices/0/image')).to.deep.equal({ line: 3, column: 5 });
      expect(document?.positionOf('/devices/0/image/hypervisors/7')).to.deep.equal({ line: 3, column: 5 });
      expect(document?.positionOf('/nothing/at/all')).to.deep.equal({ line: 1, column: 1 });
    });

    it('of empty values are behind the colon or the dash, whatever comments say', () => {
      const [document] = read('? a # b: -\n# c: -\n: # d\ne:\n  - x\n  # - y\n  -  # z\n').documents;
      expect(document?.positionOf('/a')).to.deep.equal({ line: 3, column: 3 });
      expect(document?.positionOf('/e/1')).to.deep.equal({ line: 7, column: 6 });
    });

    it('find keys with / and ~ by their escapes', () => {
      const [document] = read('a:\n  f0/0: 1\n  x~y: 2\n').documents;
      expect(document?.positionOf('/a/f0~10')).to.deep.equal({ line: 2, column: 9 });
      expect(document?.positionOf('/a/x~0y')).to.deep.equal({ line: 3, column: 8 });
    });
  });

  describe('documents', () => {
    it('are told apart by ---, each with the lines of the file', () => {
      const { documents, problems } = read('---\nname: a\n---\nname: b\n...\n---\nname: c\n');
      expect(problems).to.deep.equal([]);
      expect(documents.map((document) => (document.value as { name: string }).name)).to.deep.equal(['a', 'b', 'c']);
      expect(documents.map((document) => document.positionOf('/name').line)).to.deep.equal([2, 4, 7]);
    });

    it('are none in a file of comments', () => {
      expect(read('').documents).to.have.length(0);
      expect(read('# nothing\n\n# yet\n').documents).to.have.length(0);
    });

    it('may be a hundred, and not more', () => {
      expect(read('---\na: 1\n'.repeat(100)).documents).to.have.length(100);
      expect(read('---\na: 1\n'.repeat(101)).problems).to.have.length(1);
    });
  });

  describe('what scenarios do not use', () => {
    it('anchors and aliases are refused where they stand', () => {
      const { problems, documents } = read('base: &b 10000\nother:\n  - *b\n');
      expect(documents).to.deep.equal([]);
      expect(problems).to.have.length(2);
      expect(problems[0]).to.match(/^1:7 error: anchors/);
      expect(problems[1]).to.match(/^3:5 error: anchors/);
    });

    it('anchors and aliases are refused inside brackets, on keys and on lists', () => {
      expect(read('a: [&x 1, *x]\n').places).to.deep.equal(['1:5', '1:11']);
      expect(read('&k a: 1\n').places).to.deep.equal(['1:1']);
      expect(read('*k : 1\n').places).to.deep.equal(['1:1']);
      expect(read('a: &l\n  - 1\n').places).to.deep.equal(['1:4']);
    });

    it('merge keys are no way around it', () => {
      expect(read('a: &x {p: 1}\nb:\n  <<: *x\n').places).to.deep.equal(['1:4', '3:7']);
    });

    it('tags are refused where they stand', () => {
      expect(read('a: !!js/function "x"\nb: !custom 1\nc: !!str 5\n').places).to.deep.equal(['1:4', '2:4', '3:4']);
    });

    it('directives are refused', () => {
      expect(read('%YAML 1.1\n---\na: yes\n').places[0]).to.equal('1:1');
      expect(read('%TAG ! tag:x,2000:\n---\na: 1\n').places[0]).to.equal('1:1');
      expect(read('%UNKNOWN x\n---\na: 1\n').places[0]).to.equal('1:1');
      expect(read('\uFEFF%UNKNOWN x\n---\na: 1\n').places[0]).to.equal('1:1');
    });

    it('& * and ! are plain characters inside text', () => {
      expect(value('a: R&D * 2!\nb: "&x *y !z"\n')).to.deep.equal({ a: 'R&D * 2!', b: '&x *y !z' });
    });
  });

  describe('errors', () => {
    it('name the line of the first of two equal keys', () => {
      expect(read('name: a\nports:\n  x: 1\n  y: 2\n  x: 3\nname: b\n').problems).to.deep.equal([
        '5:3 error: "x" is set twice, first in line 3',
        '6:1 error: "name" is set twice, first in line 1',
      ]);
    });

    it('see equal keys inside brackets, and however they are quoted', () => {
      expect(read('{a: 1, "a": 2}\n').places).to.deep.equal(['1:8']);
      expect(read("'1': x\n1: y\n").places).to.deep.equal(['2:1']);
    });

    it('let one key stand in two documents and in two mappings', () => {
      expect(read('a: 1\nb: {a: 1}\n---\na: 1\n').problems).to.deep.equal([]);
    });

    it('are keys that are no text', () => {
      expect(read('[1, 2]: x\n').places).to.deep.equal(['1:1']);
      expect(read('{a: 1}: x\n').places).to.deep.equal(['1:1']);
      expect(read('? - a\n: x\n').problems).to.have.length(1);
    });

    it('are brackets and quotes that are never closed', () => {
      for (const text of ['a: [1, 2\n', 'a: {b: 1\n', 'a: "x\n', "a: 'x\n"]) {
        const { places, documents } = read(text);
        expect(places.length, text).to.be.greaterThan(0);
        expect(documents, text).to.deep.equal([]);
      }
    });

    it('are tabs for indentation', () => {
      const { places } = read('a:\n\tb: 1\n');
      expect(places[0]).to.match(/^2:/);
    });

    it('are commas without a value, at the second comma', () => {
      expect(read('a: [1,,2]\n').places).to.deep.equal(['1:7']);
    });

    it('have one line each, without an excerpt', () => {
      for (const problem of read('a: [1\nb: "c\nd: }\n').problems) expect(problem).to.not.include('\n');
    });
  });

  // The work is linear in the length of the text; what is worse than that takes minutes for these.
  describe('size', () => {
    it('refuses a hundred thousand brackets', () => {
      expect(read('['.repeat(100_000)).problems).to.have.length(1);
      expect(read(`a: ${'{a: '.repeat(100_000)}`).problems).to.have.length(1);
    });

    it('refuses three thousand indents', () => {
      const mappings = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n');
      expect(read(mappings).problems.length).to.be.greaterThan(0);
      expect(read('- '.repeat(3000)).problems.length).to.be.greaterThan(0);
      expect(read(`${'? '.repeat(3000)}x`).problems.length).to.be.greaterThan(0);
    });

    it('refuses a bomb of aliases, without setting it off', () => {
      const levels = 'bcdefghijkl'.split('').map((name, index) => {
        const before = 'abcdefghijkl'[index];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
      });
      const { problems, documents } = read(['a: &a [lol, lol]', ...levels].join('\n'));
      expect(documents).to.deep.equal([]);
      expect(problems[0]).to.match(/ error: anchors/);
    });

    it('tells the first fifty of many problems, not the last', () => {
      const lines = Array.from({ length: 200 }, (_, index) => `k${index}: *x`);
      const { places } = read(lines.join('\n'));
      expect(places.slice(0, 50)).to.deep.equal(
        lines.slice(0, 50).map((line, index) => `${index + 1}:${line.indexOf('*') + 1}`),
      );
    });

    it('reads ten thousand keys, all alike, and tells fifty of them', () => {
      const { problems } = read('a: 1\n'.repeat(10_000));
      expect(problems).to.have.length(51);
      expect(problems[0]).to.equal('2:1 error: "a" is set twice, first in line 1');
      expect(problems[50]).to.include('and 9949 more errors');
    });

    it('reads a comment of a thousand number signs, behind a key without a value', () => {
      expect(value(`a: 1\n? b\n${'# '.repeat(1000)}\nc: 2\n`)).to.deep.equal({ a: 1, b: null, c: 2 });
    });

    it('reads thirty thousand commas', () => {
      expect(read(`[${','.repeat(30_000)}]`).problems.length).to.be.greaterThan(0);
    });
  });
});
