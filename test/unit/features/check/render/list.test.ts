import { expect } from 'chai';
import { listChecks } from '../../../../../src/features/check/check-list.ts';
import { renderCheckList } from '../../../../../src/features/check/render/list.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';

describe('the list of checks', () => {
  for (const width of [60, 80, 200]) {
    it(`says on ${width} columns all that each check reports`, () => {
      const result = listChecks();
      const text = renderCheckList(result, { paint: NO_PAINT, width });
      expect(text.split('\n').filter((line) => line.length > width)).to.deep.equal([]);
      const words = text.split(/\s+/);
      for (const { id, slug, title } of result.checks)
        expect(words).to.include.members([id, slug, ...title.split(' ')]);
    });
  }
});
