import { expect } from 'chai';
import { present } from '../../../src/core/present.ts';

describe('keys that are not known', () => {
  it('are absent, and the others keep their order and their values, null, false and 0 among them', () => {
    const all = { b: 0, gone: undefined, a: false, c: null };
    expect(present(all)).to.deep.equal({ b: 0, a: false, c: null });
    expect(Object.keys(present(all))).to.deep.equal(['b', 'a', 'c']);
  });
});
