import { expect } from 'chai';
import { counted } from '../../../../src/core/text/counted.ts';
import { listed, someOf } from '../../../../src/core/text/listed.ts';

const LISTS = [[], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd', 'e']];

describe('small text', () => {
  it('lists names as a sentence does, and past three how many more there are', () => {
    expect(LISTS.map(listed)).to.deep.equal(['', 'a', 'a and b', 'a, b and c', 'a, b and 3 more']);
  });

  it('shows the first names only', () => {
    expect(LISTS.map((names) => someOf(names))).to.deep.equal(['', 'a', 'a, b', 'a, b, c', 'a, b, c and 2 more']);
    expect(someOf(['a', 'b', 'c'], 1)).to.equal('a and 2 more');
  });

  it('counts with the noun that the number wants', () => {
    expect([0, 1, 2].map((count) => counted(count, 'port'))).to.deep.equal(['0 ports', '1 port', '2 ports']);
    expect(counted(2, 'more link is', 'more links are')).to.equal('2 more links are');
  });
});
