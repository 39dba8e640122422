import { expect } from 'chai';
import { compare } from '../../../../scripts/bench/compare.ts';
import { limitWords, type Row, summary } from '../../../../scripts/bench/row.ts';

function row(figure: number | undefined, more: Partial<Row> = {}): Row {
  return { name: 'start', unit: 'ms', ...(figure === undefined ? {} : { figure }), ...more };
}

describe('a figure in two runs', () => {
  it('is worse or better where the quartiles do not meet', () => {
    const old = row(100, { low: 95, high: 105 });
    expect(compare(old, row(115, { low: 110, high: 120 }))).to.deep.equal({ ratio: 1.15, verdict: 'worse' });
    expect(compare(old, row(85, { low: 80, high: 90 }))).to.deep.equal({ ratio: 0.85, verdict: 'better' });
    expect(compare(old, row(115, { low: 104, high: 120 })).verdict).to.equal('same');
  });

  it('is the same where they do not meet for a change of two percent', () => {
    const old = row(100, { low: 99.5, high: 100.5 });
    expect(compare(old, row(102, { low: 101.5, high: 102.5 })).verdict).to.equal('same');
  });

  it('is worse, measured once, only if it is more than a quarter larger', () => {
    expect(compare(row(100), row(124)).verdict).to.equal('same');
    expect(compare(row(100), row(126)).verdict).to.equal('worse');
    expect(compare(row(126), row(100)).verdict).to.equal('better');
  });

  it('is worse with less of what is better the more there is', () => {
    const right = { better: 'more', unit: 'of 6' } as const;
    expect(compare(row(6, right), row(3, right))).to.deep.equal({ ratio: 0.5, verdict: 'worse' });
    expect(compare(row(3, right), row(6, right)).verdict).to.equal('better');
  });

  it('is worse above a figure of nothing, and has no ratio then', () => {
    expect(compare(row(0), row(1))).to.deep.equal({ ratio: undefined, verdict: 'worse' });
    expect(compare(row(0), row(0)).verdict).to.equal('same');
  });

  it('is new, or gone, if it was measured in one of them alone', () => {
    expect(compare(undefined, row(1)).verdict).to.equal('new');
    expect(compare(row(undefined), row(1)).verdict).to.equal('new');
    expect(compare(row(1), row(undefined)).verdict).to.equal('gone');
    expect(compare(row(undefined), row(undefined)).verdict).to.equal('same');
  });
});

describe('a row', () => {
  it('has the median and the quartiles of what was measured', () => {
    expect(summary([7, 1, 3, 2, 6, 5, 4])).to.deep.equal({ figure: 4, low: 2, high: 6, pairs: 7 });
  });

  it('says when it is beyond its limit', () => {
    expect(limitWords(row(2, { limit: 2 }))).to.equal('at most 2');
    expect(limitWords(row(2.5, { limit: 2 }))).to.equal('at most 2: ABOVE the limit');
    expect(limitWords(row(99, { limit: 100, better: 'more' }))).to.equal('at least 100: BELOW the limit');
    expect(limitWords(row(undefined, { limit: 2 }))).to.equal('at most 2');
  });
});
