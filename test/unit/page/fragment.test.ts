import { expect } from 'chai';
import { ALLOCATOR_NAMES } from '../../../src/core/lab/lab.ts';
import { choicesOf, FIRST_CHOICES, fragmentOf } from '../../../src/page/fragment.ts';
import { fc } from '../../support/property.ts';

const CHOICES = fc.record({
  step: fc.oneof(fc.nat(100_000), fc.constant(Number.POSITIVE_INFINITY)),
  generation: fc.constantFrom('before-0.2.18' as const, 'from-0.2.18' as const),
  allocator: fc.constantFrom(...ALLOCATOR_NAMES),
  open: fc.uniqueArray(fc.constantFrom('ports', 'sockets', 'keys', 'a1-b')).map((ids) => new Set(ids)),
  isQuiz: fc.boolean(),
  isLarge: fc.boolean(),
  isPlaying: fc.constant(false),
  pace: fc.constant(FIRST_CHOICES.pace),
  isAfter: fc.boolean(),
  isExpected: fc.boolean(),
  tablePage: fc.nat(1000),
  find: fc.string({ maxLength: 200 }),
});

describe('the fragment of the address', () => {
  it('says which moment is shown, and how the lab runs', () => {
    expect(choicesOf('#step=4&generation=0.2.17&allocator=dynagen&open=ports&quiz=1')).to.deep.equal({
      ...FIRST_CHOICES,
      step: 4,
      generation: 'before-0.2.18',
      allocator: 'dynagen',
      open: new Set(['ports']),
      isQuiz: true,
    });
  });

  it('takes every version of Dynamips for its generation', () => {
    expect(choicesOf('#generation=0.2.14').generation).to.equal('before-0.2.18');
    expect(choicesOf('#generation=0.2.18').generation).to.equal('from-0.2.18');
  });

  it('is written in words', () => {
    const choices = {
      ...FIRST_CHOICES,
      step: 4,
      generation: 'before-0.2.18' as const,
      open: new Set(['ports', 'keys']),
    };
    expect(fragmentOf(choices)).to.equal('step=4&generation=0.2.17&open=ports,keys');
  });

  it('is empty for the page as it opens', () => {
    expect(fragmentOf(FIRST_CHOICES)).to.equal('');
    expect(choicesOf('')).to.deep.equal(FIRST_CHOICES);
  });

  for (const fragment of [
    '#step=-1&step=x',
    '#step=1e9',
    '#step=99999999999999999999',
    '#generation=new&allocator=Dynagen',
    '#open=<script>,Ports,../a',
    '#quiz=yes&large=true',
    '#%zz&=&&&',
    '#__proto__=1&constructor=2',
  ]) {
    it(`passes over what ${fragment} does not say`, () => {
      expect(choicesOf(fragment)).to.deep.equal(FIRST_CHOICES);
    });
  }

  it('begins a quiz before the first step, unless it names one', () => {
    expect(choicesOf('#quiz=1').step).to.equal(0);
    expect(choicesOf('#quiz=1&step=4').step).to.equal(4);
    expect(choicesOf('#quiz=1&step=last').step).to.equal(Number.POSITIVE_INFINITY);
    expect(choicesOf('#quiz=0').step).to.equal(Number.POSITIVE_INFINITY);
  });

  it('reads what it has written, a quiz that is over among it', () => {
    fc.assert(
      fc.property(CHOICES, (choices) => {
        expect(choicesOf(`#${fragmentOf(choices)}`)).to.deep.equal(choices);
      }),
    );
  });

  it('can be written for half a character', () => {
    expect(fragmentOf({ ...FIRST_CHOICES, find: '\ud800' })).to.equal('find=%EF%BF%BD');
  });

  it('keeps no more of a search than fits into an address', () => {
    expect(choicesOf(`#find=${'x'.repeat(10_000)}`).find).to.have.length(200);
  });
});
