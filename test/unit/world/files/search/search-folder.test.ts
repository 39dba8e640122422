import { type Dirent, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../../../../src/core/errors/input-error.ts';
import { patternOf } from '../../../../../src/world/files/search/pattern.ts';
import { type Disk, type Found, searchFolder } from '../../../../../src/world/files/search/search-folder.ts';
import { SearchLimits } from '../../../../../src/world/files/search/search-limits.ts';
import { Folder } from '../../../../support/cli.ts';

/** A folder of a disk that is not there: names with what they are; `refused` cannot be read. */
type Tree = { readonly [name: string]: Tree | 'file' | 'refused' };

function entry(name: string, kind: Tree | 'file' | 'refused'): Dirent {
  const isFile = kind === 'file';
  return { name, isFile: () => isFile, isDirectory: () => !isFile, isSymbolicLink: () => false } as Dirent;
}

/** A disk with this tree at `top`. */
function diskOf(top: Tree): Disk {
  return {
    list(folder) {
      let place: Tree | 'file' | 'refused' | undefined = { top };
      for (const part of folder.split('/')) place = typeof place === 'object' ? place[part] : undefined;
      if (typeof place !== 'object') throw Object.assign(new Error('EACCES: no'), { code: 'EACCES' });
      return Object.entries(place).map(([name, kind]) => entry(name, kind));
    },
    follow: () => undefined,
  };
}

function search(top: Tree, limits = new SearchLimits()): Found {
  return searchFolder('top', { word: 'top', limits, disk: diskOf(top) });
}

describe('searchFolder', () => {
  it('tells of a folder that cannot be read, and goes on', () => {
    const { files, unreadable } = search({
      a: { 'x.net': 'file' },
      b: 'refused',
      c: { d: 'refused', 'y.net': 'file' },
    });
    expect(files).to.deep.equal(['top/a/x.net', 'top/c/y.net']);
    expect(unreadable).to.deep.equal(
      ['top/b', 'top/c/d'].map((file) => ({
        ...{ file, code: 'EACCES', problems: [] },
        message: `cannot read the folder ${file}: permission denied`,
      })),
    );
  });

  it('says of names that are no UTF-8 what is wrong with them', function () {
    // Only Linux takes such names.
    if (process.platform !== 'linux') this.skip();
    const folder = new Folder();
    mkdirSync(Buffer.concat([Buffer.from(`${folder.path}/labs`), Buffer.from([0xe9])]));
    const { unreadable } = searchFolder(folder.path, { word: 'labs', limits: new SearchLimits() });
    const file = join(folder.path, 'labs\ufffd');
    const message = `cannot read the folder ${file}: its name is not UTF-8; rename it`;
    expect(unreadable).to.deep.equal([{ file, code: 'ENOENT', message, problems: [] }]);
  });

  it('has no path that begins as a flag does, or as an order to the machines of GitHub', () => {
    const disk: Disk = {
      list: () => ['-x.net', '::add-mask::x.net'].map((n) => entry(n, 'file')),
      follow: () => undefined,
    };
    const { files } = searchFolder('.', { word: '.', limits: new SearchLimits(), disk });
    expect(files).to.deep.equal(['./-x.net', './::add-mask::x.net']);
  });

  it('goes 64 folders deep, and says where there are more', () => {
    const deep = (levels: number): Tree => (levels === 0 ? { 'x.net': 'file' } : { d: deep(levels - 1) });
    expect(search(deep(64)).files).to.deep.equal([`top/${'d/'.repeat(64)}x.net`]);
    const { files, unreadable } = search({ ...deep(65), 'y.net': 'file' });
    expect(files).to.deep.equal(['top/y.net']);
    expect(unreadable.map(({ file, code }) => [file, code])).to.deep.equal([[`top${'/d'.repeat(65)}`, 'SEARCH_LIMIT']]);
  });

  it('gives up after too many files and folders, or too long, whatever there is', () => {
    const many: Tree = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`${index}.txt`, 'file' as const]),
    );
    expect(search(many, new SearchLimits({ entries: 1000, ms: 60_000 })).files).to.deep.equal([]);
    const refused = [
      { entries: 999, ms: 60_000, message: 'top: the search was given up after 999 files and folders' },
      { entries: 1000, ms: -1, message: 'top: the search was given up after -0.001 s' },
    ];
    for (const { message, ...max } of refused) {
      expect(() => search(many, new SearchLimits(max))).to.throw(InputError, message);
    }
  });

  it('is in the same order, whatever the disk lists first', () => {
    const names = ['b.net', 'a.net', 'a-b.net', 'B.net', '10.net', '9.net', 'ä.net'];
    const sorted = ['10.net', '9.net', 'B.net', 'a-b.net', 'a.net', 'b.net', 'ä.net'].map((name) => `top/${name}`);
    for (const order of [names, names.toReversed()]) {
      expect(search(Object.fromEntries(order.map((name) => [name, 'file' as const]))).files).to.deep.equal(sorted);
    }
  });

  it('writes a name that begins with a hyphen so that it is no flag', () => {
    const disk: Disk = { list: () => [entry('-x.net', 'file'), entry('y.net', 'file')], follow: () => undefined };
    const { files } = searchFolder('.', { word: '.', limits: new SearchLimits(), disk });
    expect(files).to.deep.equal(['./-x.net', 'y.net']);
  });

  it('takes links to files, and follows one to a folder where a pattern names it', () => {
    const folder = new Folder();
    const at = (path: string): string => join(folder.path, path);
    for (const path of ['labs/week1', 'elsewhere/deep']) mkdirSync(at(path), { recursive: true });
    for (const path of ['labs/week1/a.net', 'elsewhere/b.net', 'elsewhere/deep/c.net']) writeFileSync(at(path), '');
    symlinkSync('week1/a.net', at('labs/link.net'));
    symlinkSync('nowhere', at('labs/dangling.net'));
    symlinkSync('circle.yaml', at('labs/circle.yaml'));
    symlinkSync('nowhere', at('labs/dangling'));
    symlinkSync('../elsewhere', at('labs/week2'));
    symlinkSync('../../labs', at('elsewhere/deep/round'));
    const limits = new SearchLimits();
    const all = searchFolder(at('labs'), { word: 'labs', limits });
    const labs = ['circle.yaml', 'dangling.net', 'link.net', 'week1/a.net'].map((name) => at(`labs/${name}`));
    expect([all.files, all.links]).to.deep.equal([labs, [at('labs/week2')]]);
    const found = (text: string): readonly string[] => {
      const pattern = patternOf(at(text), false);
      return searchFolder(pattern.base, { word: text, pattern, limits }).files;
    };
    expect(found('labs/*/*.net')).to.deep.equal(['week1/a.net', 'week2/b.net'].map((name) => at(`labs/${name}`)));
    expect(found('labs/**/*.net')).to.deep.equal(
      ['dangling.net', 'link.net', 'week1/a.net'].map((name) => at(`labs/${name}`)),
    );
    expect(found('labs/week*')).to.deep.equal(
      ['week1/a.net', 'week2/b.net', 'week2/deep/c.net'].map((name) => at(`labs/${name}`)),
    );
  });
});
