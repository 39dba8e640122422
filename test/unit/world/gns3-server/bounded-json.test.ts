import { expect } from 'chai';
import { parseBoundedJson } from '../../../../src/world/gns3-server/bounded-json.ts';
import { fc } from '../../../support/property.ts';

function parsed(text: string): unknown {
  return parseBoundedJson(Buffer.from(text));
}

describe('parseBoundedJson', () => {
  it('reads all JSON that is not deep as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        expect(parsed(JSON.stringify(value))).to.deep.equal({ value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it('reads 64 lists within each other, and not 65', () => {
    expect(parsed('['.repeat(64) + ']'.repeat(64))).to.have.property('value');
    expect(parsed('['.repeat(65) + ']'.repeat(65))).to.deep.equal({
      why: 'it has more than 64 lists within each other',
    });
  });

  it('does not count what stands in strings', () => {
    const value = { a: '[[[,,,'.repeat(100), [`${'{'.repeat(100)}"\\`]: '\\"[[[' };
    expect(parsed(JSON.stringify(value))).to.deep.equal({ value });
  });

  it('refuses millions of small values without parsing them', () => {
    const before = process.memoryUsage().heapUsed;
    const why = { why: 'it has more than 2000000 values' };
    expect(parsed(`[${'{},'.repeat(2_100_000)}{}]`)).to.deep.equal(why);
    expect(parsed(`[${'0,'.repeat(2_100_000)}0]`)).to.deep.equal(why);
    expect(process.memoryUsage().heapUsed - before).to.be.below(64 * 1024 * 1024);
  });

  it('says what is empty, cut or no JSON', () => {
    expect(parsed('')).to.deep.equal({ why: 'it is empty' });
    for (const text of ['[{"a": 1', '"abc', '<html>', '[1]]', 'NaN', '[NaN]', '\u0000', '"\\']) {
      expect(parsed(text), text).to.deep.equal({ why: 'it is not JSON' });
    }
  });
});
