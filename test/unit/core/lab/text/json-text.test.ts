import { expect } from 'chai';
import { ProblemList } from '../../../../../src/core/lab/problem.ts';
import { readJsonText } from '../../../../../src/core/lab/text/json-text.ts';
import { problemLines } from '../../../../support/read.ts';

function problemOf(text: string): string {
  const problems = new ProblemList('x.json');
  expect(readJsonText(text, problems)).to.equal(undefined);
  return problemLines(problems.finish()).join('\n');
}

describe('readJsonText', () => {
  it('says where a value stands', () => {
    const document = readJsonText('{\n  "a": [1,\n   {"b": null}]\n}', new ProblemList('x'));
    const { root } = document ?? {};
    if (document === undefined || root?.type !== 'object') throw new Error('no object');
    const list = root.entries.get('a');
    if (list?.type !== 'array') throw new Error('no list');
    expect([root, list, ...list.items].map((node) => document.positionOf(node))).to.deep.equal([
      { line: 1, column: 1 },
      { line: 2, column: 8 },
      { line: 2, column: 9 },
      { line: 3, column: 4 },
    ]);
  });

  it('takes what Python writes: NaN, Infinity, escapes of every kind', () => {
    const { root } =
      readJsonText('[NaN, -Infinity, "\\ud83d\\ude00 \\" \\\\ \\n", -1.5e3]', new ProblemList('x')) ?? {};
    if (root?.type !== 'array') throw new Error('no list');
    expect(root.items.map((item) => (item.type === 'null' ? null : 'value' in item && item.value))).to.deep.equal([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      '😀 " \\ \n',
      -1500,
    ]);
  });

  it('says at the very character what is wrong', () => {
    expect(problemOf('{"a": 1,}')).to.equal('1:9 error: this is not JSON: expected a key in quotes here');
    expect(problemOf('{"a" 1}')).to.equal('1:6 error: this is not JSON: expected a colon here');
    expect(problemOf('[1\n2]')).to.equal('2:1 error: this is not JSON: expected a comma or "]" here');
    expect(problemOf('[tru]')).to.equal('1:2 error: this is not JSON: expected a value here');
    expect(problemOf('{} {}')).to.match(/^1:4 error: a second value begins here, and a JSON file has one: /);
    expect(problemOf('{} x')).to.equal('1:4 error: this is not JSON: more text stands behind its end');
    for (const text of ['{ // a\n}', '{"a": 1, /* b */ "b": 2}', '{} # c', '[1 // d\n]'])
      expect(problemOf(text), text).to.match(/^1:\d+ error: JSON has no comments: remove this one/);
    expect(problemOf('["a\nb"]')).to.equal(
      '1:4 error: this is not JSON: a line end or control character inside a text',
    );
    expect(problemOf('["\\x"]')).to.match(/^1:2 error: this is not JSON: a backslash /);
    expect(problemOf('{"a": "b')).to.match(/^1:7 error: the file ends inside a text that begins here/);
    expect(problemOf('{"a": [1, 2')).to.equal(
      '1:12 error: the file ends where a comma or "]" should stand: a part of it is missing',
    );
    expect(problemOf('['.repeat(1_000_000))).to.equal('1:65 error: values nest more than 64 deep here');
  });
});
