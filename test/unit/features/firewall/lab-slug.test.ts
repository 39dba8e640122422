import { expect } from 'chai';
import { labSlug } from '../../../../src/features/firewall/lab-slug.ts';

describe('labSlug', () => {
  it('leaves a name that is one already', () => expect(labSlug(['lab-2'])).to.equal('lab-2'));

  it('gives names that differ different slugs, whatever is lost', () => {
    const names = [
      ['a b'],
      ['a_b'],
      ['a-b'],
      ['A-B'],
      ['a', 'b'],
      ['a+b '],
      ['é'],
      ['ü'],
      ['x'.repeat(50)],
      ['x'.repeat(51)],
    ];
    const slugs = names.map((some) => labSlug(some));
    expect(new Set(slugs).size).to.equal(names.length);
    // A chain of iptables has 28 characters at most.
    for (const slug of slugs)
      expect(`niostat-${slug}`)
        .to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        .and.to.have.length.below(29);
  });
});
