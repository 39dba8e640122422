import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { practicesIn } from '../../../../src/features/practice/live/practices-in.ts';

const START = { s: 0, do: 'start' };
const SOLVED = { s: 1, do: 'goals', open: [] };
const OPEN = { s: 2, do: 'goals', open: ['links'] };
const GIVEN_UP = { s: 3, do: 'give up' };

const LOGS = [
  ['nothing is mended yet', [START, OPEN], 'begun'],
  ['it is mended', [START, OPEN, SOLVED], 'done'],
  ['it was mended, and the file is broken again', [START, SOLVED, OPEN], 'done'],
  ['it was mended, and our mend was looked at afterwards', [START, SOLVED, GIVEN_UP], 'done'],
  ['it was given up', [START, OPEN, GIVEN_UP], 'given up'],
  ['it was given up, and then mended', [START, GIVEN_UP, SOLVED], 'given up'],
] as const;

describe('what has become of an exercise', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-test-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [what, log, state] of LOGS) {
    it(`is ${state} where ${what}`, () => {
      const result = { result: 1, niostat: '1.0.0', kind: 'practice', exercise: 'block', seed: 'monday', place: 0 };
      mkdirSync(join(folder, 'block'));
      writeFileSync(join(folder, 'block', 'result.json'), JSON.stringify({ ...result, log, final: {} }));
      expect([...practicesIn(folder)]).to.deep.equal([['block', state]]);
    });
  }
});
