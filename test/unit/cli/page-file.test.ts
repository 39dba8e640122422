import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PageFile } from '../../../src/cli/page-file.ts';
import { NiostatError } from '../../../src/core/errors/niostat-error.ts';
import { PAGE_MARK } from '../../../src/output/page/page-html.ts';

const PAGE = `<!doctype html>${PAGE_MARK}<title>one</title>`;
const NEWER = `<!doctype html>${PAGE_MARK}<title>two</title>`;

/** The code of the error with which something ends; fails if it does not end with one of ours. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (one: unknown) => one,
  );
  if (error instanceof NiostatError) return error.code;
  throw new Error(`it ended with ${String(error)}`);
}

describe('the file of a page', () => {
  let folder = '';
  let path = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-page-'));
    path = join(folder, 'lab.html');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is written as a whole, and replaced as a whole, with nothing left beside it', async () => {
    const file = new PageFile(path);
    await file.write(PAGE);
    expect(readFileSync(path, 'utf8')).to.equal(PAGE);
    await file.write(NEWER);
    expect(readFileSync(path, 'utf8')).to.equal(NEWER);
    expect(readdirSync(folder)).to.deep.equal(['lab.html']);
  });

  it('takes the place of a page that was there before, and of an empty file', async () => {
    for (const old of [PAGE, '']) {
      writeFileSync(path, old);
      await new PageFile(path).write(NEWER);
      expect(readFileSync(path, 'utf8')).to.equal(NEWER);
    }
  });

  it('never takes the place of anything else', async () => {
    const lab = '[localhost:7200]\n';
    writeFileSync(path, lab);
    expect(await codeOf(new PageFile(path).write(PAGE))).to.equal('FILE_EXISTS');
    expect(readFileSync(path, 'utf8')).to.equal(lab);
  });

  it('is refused where a folder, a symbolic link, a second name or a file for reading alone is', async () => {
    const places = ['folder', 'symlink', 'linked', 'read-only'].map((name) => join(folder, name));
    const [asFolder = '', asLink = '', linked = '', readOnly = ''] = places;
    mkdirSync(asFolder);
    writeFileSync(path, PAGE);
    symlinkSync(path, asLink);
    writeFileSync(linked, PAGE);
    linkSync(linked, join(folder, 'other-name'));
    writeFileSync(readOnly, PAGE);
    chmodSync(readOnly, 0o444);
    const codes = await Promise.all(places.map((place) => codeOf(new PageFile(place).write(NEWER))));
    expect(codes).to.deep.equal(['NOT_A_FILE', 'NOT_A_FILE', 'HARD_LINKS', 'READ_ONLY']);
    expect(readFileSync(path, 'utf8')).to.equal(PAGE);
  });

  it('is refused without a name, and as standard output', () => {
    for (const name of ['', ' ', '-']) expect(() => new PageFile(name)).to.throw('--write has no name');
  });

  it('is written anew if it is gone', async () => {
    const file = new PageFile(path);
    await file.writeAgain(PAGE);
    rmSync(path);
    await file.writeAgain(NEWER);
    expect(readFileSync(path, 'utf8')).to.equal(NEWER);
  });

  it('waits until the system lets it be written again, but not the first time', async () => {
    const elsewhere = `${folder}-aside`;
    const file = new PageFile(path);
    await file.writeAgain(PAGE);
    renameSync(folder, elsewhere);
    try {
      expect(await codeOf(new PageFile(path).writeAgain(PAGE))).to.equal('ENOENT');
      await file.writeAgain(NEWER);
      expect(existsSync(path)).to.equal(false);
    } finally {
      renameSync(elsewhere, folder);
    }
    expect(readFileSync(path, 'utf8')).to.equal(PAGE);
    await file.writeAgain(NEWER);
    expect(readFileSync(path, 'utf8')).to.equal(NEWER);
  });

  it('does not take the place of what somebody else has put there meanwhile', async () => {
    const file = new PageFile(path);
    await file.writeAgain(PAGE);
    writeFileSync(path, 'mine');
    expect(await codeOf(file.writeAgain(NEWER))).to.equal('FILE_EXISTS');
    expect(readFileSync(path, 'utf8')).to.equal('mine');
  });
});
