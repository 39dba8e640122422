/** What `--format svg` prints today is what pages show (docs/TESTING.md, "The README"). */
import { expect } from 'chai';
import { drawingsIn } from '../support/readme/drawings.ts';
import { niostat } from '../support/run-in-process.ts';
import { projectFiles, readProjectFile } from '../support/source-files.ts';

const PAGES = projectFiles().filter((path) => /^(README|docs\/.*)\.md$/.test(path));

describe('the drawings of the pages', () => {
  for (const page of PAGES) {
    for (const { path, args } of drawingsIn(page, readProjectFile(page))) {
      it(`are current: ${path} in ${page}`, async () => {
        const { stdout, stderr } = await niostat(args);
        expect(stderr).to.equal('');
        expect(readProjectFile(path) === stdout, `npm run readme -- --write draws ${path} again`).to.equal(true);
      });
    }
  }

  it('are found by their title, from the folder of their page', () => {
    expect(
      drawingsIn('docs/A.md', 'a\n![R1](img/a.svg "niostat simulate a --format svg") ![no](b.svg)\n'),
    ).to.deep.equal([{ path: 'docs/img/a.svg', args: ['simulate', 'a', '--format', 'svg'] }]);
  });

  it('are on the pages that explain ports and sockets', () => {
    for (const page of ['README.md', 'docs/ALLOCATION.md', 'docs/KERNEL-MODEL.md']) {
      expect(drawingsIn(page, readProjectFile(page)), page).to.not.deep.equal([]);
    }
  });
});
