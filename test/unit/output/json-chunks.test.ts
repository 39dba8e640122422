import { expect } from 'chai';
import fc from 'fast-check';
import { jsonChunks } from '../../../src/output/json-chunks.ts';

function joined(value: unknown): string {
  return [...jsonChunks(value)].join('');
}

describe('jsonChunks', () => {
  it('is what JSON.stringify makes, for anything that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Controls of C1 and marks that reorder text are escaped on top of that.
        fc.pre(!/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(JSON.stringify(value)));
        expect(joined(value)).to.equal(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('leaves out what is undefined, as JSON.stringify does', () => {
    expect(joined({ a: undefined, b: 1 })).to.equal('{\n  "b": 1\n}');
    expect(joined({ a: undefined })).to.equal('{}');
  });

  it('cuts long lists into pieces that a string can hold', () => {
    const value = { schemaVersion: 1, rows: Array.from({ length: 4001 }, (_, index) => ({ index })) };
    const chunks = [...jsonChunks(value)];
    expect(Math.max(...chunks.map((chunk) => chunk.length))).to.be.lessThan(2001 * 40);
    expect(JSON.parse(chunks.join(''))).to.deep.equal(value);
  });
});
