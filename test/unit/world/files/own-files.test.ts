/** Where the program's own files come from; what one file carries is tested in test/e2e/portable.test.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { loadText } from '../../../../src/world/files/load-text.ts';
import {
  carriedNamesIn,
  carriedText,
  carryOwnFiles,
  ownNamesIn,
  readOwnFile,
} from '../../../../src/world/files/own-files.ts';
import { Folder } from '../../../support/cli.ts';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{}',
  'scenarios/a.yaml': 'name: a',
  'scenarios/b.yaml': 'name: b',
  'scenarios/lessons/labs/c.yaml': 'name: c',
  'scenarios/lessons/labs/d.yaml': 'name: d',
};

const NONE = { names: [], read: () => '' };

describe('the files of the program', () => {
  const folder = new Folder();
  const root = join(folder.path, 'niostat.cjs');

  describe('in a folder', () => {
    it('are read and listed there', () => {
      folder.file('package/scenarios/x.yaml', 'name: é');
      expect(readOwnFile(join(folder.path, 'package/scenarios/x.yaml'))).to.equal('name: é');
      expect(ownNamesIn(join(folder.path, 'package/scenarios'))).to.deep.equal(['x.yaml']);
    });

    it('are none where there is no folder, and missing where there is no file', () => {
      expect(ownNamesIn(join(folder.path, 'none'))).to.deep.equal([]);
      expect(() => readOwnFile(join(folder.path, 'none')))
        .to.throw()
        .with.property('code', 'ENOENT');
      expect(carriedText(join(folder.path, 'none'))).to.equal(undefined);
    });
  });

  describe('in one file', () => {
    before(() => carryOwnFiles(root, { names: Object.keys(FILES), read: (name) => FILES[name] ?? '' }));
    after(() => carryOwnFiles(root, NONE));

    it('are found below its path, from any folder', () => {
      expect(readOwnFile(join(root, 'package.json'))).to.equal('{}');
      expect(readOwnFile(relative(process.cwd(), join(root, 'scenarios', 'b.yaml')))).to.equal('name: b');
      expect(readOwnFile(join(root, 'scenarios', '..', 'scenarios', 'a.yaml'))).to.equal('name: a');
    });

    it('are listed as a folder lists them', () => {
      expect(ownNamesIn(join(root, 'scenarios'))).to.deep.equal(['a.yaml', 'b.yaml', 'lessons']);
      expect(ownNamesIn(join(root, 'scenarios', 'lessons', 'labs'))).to.deep.equal(['c.yaml', 'd.yaml']);
      expect(ownNamesIn(join(root, 'none'))).to.deep.equal([]);
      expect(carriedNamesIn(join(folder.path, 'scenarios'))).to.equal(undefined);
    });

    it('are not what the user has', () => {
      mkdirSync(join(folder.path, 'scenarios'));
      writeFileSync(join(folder.path, 'scenarios', 'a.yaml'), 'mine');
      expect(readOwnFile(join(folder.path, 'scenarios', 'a.yaml'))).to.equal('mine');
      expect(carriedText(join(folder.path, 'scenarios', 'a.yaml'))).to.equal(undefined);
      // A name that only begins alike.
      expect(carriedText(`${root}x/scenarios/a.yaml`)).to.equal(undefined);
      expect(carriedText(root)).to.equal(undefined);
    });

    it('are labs like any other', async () => {
      const loaded = await loadText(join(root, 'scenarios', 'a.yaml'), () => Readable.from([]));
      expect(loaded).to.deep.equal({ text: 'name: a' });
      const missing = await loadText(join(root, 'scenarios', 'no.yaml'), () => Readable.from([]));
      expect(missing)
        .to.have.nested.property('failure.message')
        .that.matches(/^cannot read /);
    });
  });
});
