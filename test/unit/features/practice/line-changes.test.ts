import { expect } from 'chai';
import { lineChanges } from '../../../../src/features/practice/line-changes.ts';

describe('lineChanges', () => {
  it('numbers the lines that differ from 1', () => {
    expect(lineChanges('a\nb\nc\n', 'a\nB\nc\n')).to.deep.equal({ '2': 'B' });
  });

  it('adds lines, and is null for those that are gone', () => {
    expect(lineChanges('a', 'a\nb')).to.deep.equal({ '2': 'b' });
    expect(lineChanges('a\nb\n', 'a')).to.deep.equal({ '2': null, '3': null });
  });

  it('keeps what ends a line on other systems', () => {
    expect(lineChanges('a\nb', 'a\r\nb')).to.deep.equal({ '1': 'a\r' });
  });

  it('tells an empty file from one that is gone', () => {
    expect(lineChanges('a', '')).to.deep.equal({ '1': '' });
    expect(lineChanges('a', undefined)).to.deep.equal({ '1': null });
    expect(lineChanges(undefined, 'a')).to.deep.equal({ '1': 'a' });
    expect(lineChanges('a', 'a')).to.deep.equal({});
  });
});
