import { expect } from 'chai';
import { applyEdits, hunksOf } from '../../../../../src/core/lab/edit/text-edit.ts';

const TEXT = 'one\r\ntwo 2 two\nthree';
const at = (word: string): number => TEXT.indexOf(word);

describe('edits of a text', () => {
  it('are made all at once, those at one place in their order', () => {
    const edits = [
      { start: at('three'), end: at('three') + 5, text: '3' },
      { start: 0, end: 0, text: 'a' },
      { start: 0, end: 0, text: 'b' },
      { start: at('2'), end: at('2') + 1, text: '' },
    ];
    expect(applyEdits(TEXT, edits)).to.equal('abone\r\ntwo  two\n3');
  });

  it('are shown as lines that go and come', () => {
    const edits = [
      { start: at('two'), end: at('two') + 3, text: 'TWO' },
      { start: at('2'), end: at('2') + 1, text: '22' },
      { start: at('two'), end: at('two'), text: 'new\n' },
      { start: TEXT.length, end: TEXT.length, text: '\nlast' },
    ];
    expect(
      hunksOf(
        TEXT,
        [edits[0], edits[1]].flatMap((edit) => edit ?? []),
      ),
    ).to.deep.equal([{ line: 2, removed: ['two 2 two'], added: ['TWO 22 two'], edits: [0, 1] }]);
    expect(hunksOf(TEXT, edits.slice(1))).to.deep.equal([
      { line: 2, removed: [], added: ['new'], edits: [1] },
      { line: 2, removed: ['two 2 two'], added: ['two 22 two'], edits: [0] },
      { line: 3, removed: ['three'], added: ['three', 'last'], lacksLastLineEnd: true, edits: [2] },
    ]);
  });

  it('of a last line without a line end are one piece with a line that comes behind it', () => {
    const edits = [
      { start: at('three'), end: at('three') + 5, text: '3' },
      { start: TEXT.length, end: TEXT.length, text: '\nlast' },
    ];
    expect(hunksOf(TEXT, edits)).to.deep.equal([
      { line: 3, removed: ['three'], added: ['3', 'last'], lacksLastLineEnd: true, edits: [0, 1] },
    ]);
    expect(hunksOf(`${TEXT}\n`, edits.slice(0, 1))).to.deep.equal([
      { line: 3, removed: ['three'], added: ['3'], edits: [0] },
    ]);
  });
});
