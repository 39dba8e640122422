import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { CHECKS, findCheck } from '../../../src/checks/registry.ts';

const root = new URL('../../../', import.meta.url);

describe('checks', () => {
  it('have ids and slugs of their own, ids in rising order', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(CHECKS.map(({ slug }) => slug)).size).to.equal(CHECKS.length);
    expect(new Set(ids).size).to.equal(CHECKS.length);
    expect(ids).to.deep.equal([...ids].sort());
    for (const id of ids) expect(id).to.match(/^NIO\d{3}$/);
  });

  it('are found by id and slug, in any case', () => {
    expect(findCheck('nio001')).to.equal(CHECKS[0]);
    expect(findCheck('Same-Base-UDP')).to.equal(CHECKS[0]);
    expect(findCheck('')).to.equal(undefined);
  });

  for (const { id, slug } of CHECKS) {
    it(`${id} ${slug} has a page and a test of its own`, () => {
      expect(existsSync(new URL(`docs/checks/${id}-${slug}.md`, root)), 'page').to.equal(true);
      expect(existsSync(new URL(`test/unit/checks/${slug}.test.ts`, root)), 'test').to.equal(true);
    });
  }
});
