import { expect } from 'chai';
import { hasBlanks, readPortTable } from '../../../../src/features/practice/port-table.ts';

function read(text: string): Record<string, number> {
  return Object.fromEntries(readPortTable(text));
}

describe('a table of ports', () => {
  it('is read with blanks, remarks and line ends of any kind', () => {
    expect(read('# ports\nR1 f0/0: 10000\r\n  R1   f1/0 :10001  # the second\n\nR2 f0/0:\n')).to.deep.equal({
      'R1 f0/0': 10_000,
      'R1 f1/0': 10_001,
    });
  });

  it('has no number where something else stands', () => {
    expect(read('R1 f0/0: ten\nR1 f1/0: 10000 or 10001\nR2 f0/0: -1\nR2 f1/0: 100000\nR3 f0/0: 1e4')).to.deep.equal({});
  });

  it('takes the last of two lines for one end', () => {
    expect(read('R1 f0/0: 1\nR1 f0/0: 2')).to.deep.equal({ 'R1 f0/0': 2 });
  });

  it('has blanks as long as one end is left', () => {
    expect(hasBlanks('R1 f0/0: 10000\nR2 f0/0:')).to.equal(true);
    expect(hasBlanks('R1 f0/0: 10000\nR2 f0/0: ?')).to.equal(true);
    expect(hasBlanks('R1 f0/0: 10000\n# R2 f0/0:\n')).to.equal(false);
    expect(hasBlanks('')).to.equal(true);
    expect(hasBlanks(undefined)).to.equal(true);
  });
});
