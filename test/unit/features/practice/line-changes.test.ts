import { expect } from 'chai';
import { lineChanges, withLines } from '../../../../src/features/practice/line-changes.ts';
import { fc } from '../../../support/property.ts';

const TEXTS = fc.option(
  fc.array(fc.constantFrom('a', 'b', '', 'c: 1\r'), { minLength: 1 }).map((lines) => lines.join('\n')),
  {
    nil: undefined,
  },
);

describe('changes of lines', () => {
  it('put into the text before give the text after, whatever the two are', () => {
    fc.assert(
      fc.property(TEXTS, TEXTS, (before, after) => {
        expect(withLines(before, lineChanges(before, after)) ?? undefined).to.equal(after);
      }),
    );
  });

  it('are few lines of a long text', () => {
    expect(lineChanges('a\nb\nc', 'a\nB\nc')).to.deep.equal({ 2: 'B' });
    expect(lineChanges('a\nb\nc', 'a')).to.deep.equal({ 2: null, 3: null });
    expect(withLines('a\nb\nc', { 2: 'B' })).to.equal('a\nB\nc');
    expect(withLines('a\nb', { 1: null, 2: null })).to.equal(null);
    expect(withLines(undefined, { 1: 'a' })).to.equal('a');
  });

  const MISFITS: ReadonlyArray<readonly [why: string, changes: Record<string, unknown>]> = [
    ['a line beyond the end', { 5: 'x' }],
    ['a line in the middle that is gone', { 1: null }],
    ['more lines gone than there are', { 2: null, 3: null, 4: null }],
    ['a line that is kept behind one that is gone', { 2: null, 3: 'x' }],
    ['line 0', { 0: 'x' }],
    ['no number', { one: 'x' }],
    ['a line that is no text', { 1: 7 }],
    ['a million lines', { 1000000: 'x' }],
  ];
  for (const [why, changes] of MISFITS) {
    it(`do not fit: ${why}`, () => {
      expect(withLines('a\nb\nc', changes as Record<string, string>)).to.equal(undefined);
    });
  }
});
