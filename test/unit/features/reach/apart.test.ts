import { expect } from 'chai';
import { apart } from '../../../../src/features/reach/apart.ts';

describe('apart', () => {
  it('keeps every port, and puts neighbours far from each other', () => {
    expect(apart([1, 2, 3, 4, 5, 6, 7, 8, 9])).to.deep.equal([1, 4, 7, 2, 5, 8, 3, 6, 9]);
    expect(apart([5])).to.deep.equal([5]);
    expect(apart([])).to.deep.equal([]);
  });
});
