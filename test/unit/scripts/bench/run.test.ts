import { expect } from 'chai';
import { isRun } from '../../../../scripts/bench/run.ts';

const ROW = { benchmark: 'links', name: 'against ss', unit: 'x', figure: 1.2, low: 1.1, high: 1.3 };
const RUN = { schemaVersion: 1, rows: [ROW], setting: { peers: { ss: '6.1.0' } } };

describe('what bench compares with', () => {
  it('is a run with its rows and its setting', () => {
    expect(isRun(RUN)).to.equal(true);
    expect(isRun({ ...RUN, rows: [] })).to.equal(true);
    expect(isRun({ ...RUN, rows: [{ benchmark: 'links', name: 'against ss', unit: 'x' }] })).to.equal(true);
  });

  for (const [what, value] of Object.entries({
    nothing: null,
    'a list': [],
    'the result of a command': { schemaVersion: 1, outcome: 'clean', findings: [] },
    'a run of another version': { ...RUN, schemaVersion: 2 },
    'a run without its setting': { schemaVersion: 1, rows: [ROW] },
    'a run without peers': { ...RUN, setting: {} },
    'a run with a row that is none': { ...RUN, rows: [ROW, null] },
    'a run with a row without a name': { ...RUN, rows: [{ ...ROW, name: undefined }] },
    // What is no number, such as the median of nothing, is null in JSON.
    'a run with a figure that is no number': { ...RUN, rows: [{ ...ROW, figure: null }] },
  })) {
    it(`is not ${what}`, () => {
      expect(isRun(value)).to.equal(false);
    });
  }
});
