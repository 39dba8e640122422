import { expect } from 'chai';
import { changedLines } from '../../../../src/features/practice/changed-lines.ts';

const TEXT = [
  'name: Lab',
  'hypervisors:',
  '  - address: a',
  '    baseUdp: 10000',
  'links:',
  '  - R1 -- R2',
  '  - R2 -- R3',
  '',
].join('\n');

function changed(after: string): string {
  const { count, numbers } = changedLines(TEXT, after);
  return `${count}: ${numbers.join(' ')}`;
}

describe('changed lines', () => {
  const CASES: ReadonlyArray<readonly [what: string, after: string, expected: string]> = [
    ['nothing', TEXT, '0: '],
    ['one number', TEXT.replace('10000', '10100'), '1: 4'],
    ['two numbers', TEXT.replace('10000', '10100').replace('R1', 'R4'), '2: 4 6'],
    ['a line that is new', TEXT.replace('links:', '    baseConsole: 2000\nlinks:'), '1: 5'],
    ['a line that is gone', TEXT.replace('  - R1 -- R2\n', ''), '1: '],
    ['a line that stands elsewhere', TEXT.replace('  - R1 -- R2\n', '').concat('  - R1 -- R2\n'), '1: 7'],
    ['a comment above', `# mine\n${TEXT}`, '0: '],
    ['a comment behind', TEXT.replace('10000', '10000   # as it was'), '0: '],
    ['a number sign that is no comment', TEXT.replace('name: Lab', 'name: Lab#1'), '1: 1'],
    ['a number sign in quotes', TEXT.replace('name: Lab', 'name: "Lab # 1"'), '1: 1'],
    ['blank lines', TEXT.replaceAll('\n', '\n\n'), '0: '],
    ['other blanks', TEXT.replace('    baseUdp: 10000', '\tbaseUdp:   10000  '), '0: '],
    ['line ends of Windows', TEXT.replaceAll('\n', '\r\n'), '0: '],
    ['no line end at the end', TEXT.trimEnd(), '0: '],
    ['everything', '', '7: '],
    ['another file', 'x\ny\n', '7: 1 2'],
  ];
  for (const [what, after, expected] of CASES) {
    it(`are ${expected.split(':')[0]} for ${what}`, () => {
      expect(changed(after)).to.equal(expected);
    });
  }

  it('are counted in a file that is far too long', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join('\n');
    expect(changedLines(TEXT, long).count).to.equal(5000);
    expect(changedLines(long, long.replace('line 77\n', 'other\n')).numbers).to.deep.equal([78]);
  });
});
