import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHECKS, findCheck } from '../../../../src/core/checks/registry.ts';

const root = new URL('../../../../', import.meta.url);

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
      expect(existsSync(new URL(`test/unit/core/checks/${slug}.test.ts`, root)), 'test').to.equal(true);
      const page = readFileSync(new URL(`docs/checks/${id}-${slug}.md`, root), 'utf8');
      expect(page).to.match(new RegExp(`^# ${id} ${slug}\\n`));
      for (const title of ['What you see', 'Why', 'Example', 'What to do', 'When it is fine'])
        expect(page).to.include(`\n## ${title}\n`);
    });
  }
});
