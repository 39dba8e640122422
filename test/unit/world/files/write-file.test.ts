import { once } from 'node:events';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { NiostatError } from '../../../../src/core/errors/niostat-error.ts';
import { writeAllWhole, writeWhole } from '../../../../src/world/files/write-file.ts';
import { Folder } from '../../../support/cli.ts';

const OLD = 'as it was read\n';
const NEW = 'as it is planned\n';
const THEIRS = 'as another program wrote it\n';

/** The code of the error, or `written`. */
async function outcomeOf(write: Promise<void>): Promise<string> {
  return (await endOf(write)).outcome;
}

/** The same with what the error advises. */
async function endOf(write: Promise<void>): Promise<{ readonly outcome: string; readonly next?: string | undefined }> {
  return write.then(
    () => ({ outcome: 'written' }),
    (error) => (error instanceof NiostatError ? { outcome: error.code, next: error.next } : { outcome: String(error) }),
  );
}

/** What another program may do to a file, each in as few system calls as it takes. */
const DEEDS = {
  'writes into it': 'fs.writeFileSync(path, theirs)',
  'replaces it': 'fs.writeFileSync(path + ".swp", theirs); fs.renameSync(path + ".swp", path)',
  'removes it': 'fs.rmSync(path, { force: true })',
} as const;

/**
 * Another program: told to, it goes through a loop for as many turns as it is told, does its deed and says
 * so.
 */
const OTHER = `
  const fs = require('node:fs');
  const { parentPort, workerData: { path, theirs, deed } } = require('node:worker_threads');
  const act = new Function('fs', 'path', 'theirs', deed);
  parentPort.on('message', (turns) => {
    for (let turn = 0, sum = 0; turn < turns; turn++) sum += turn;
    act(fs, path, theirs);
    parentPort.postMessage('done');
  });`;

const TRIES = 100;
/** Turns of the loop that take longer than one write of ours, so that a deed may come at any moment of it. */
const MOST_TURNS = 400_000;

describe('writing a file that is there already', () => {
  const folder = new Folder();
  let number = 0;
  const place = (): { at: string; path: string } => {
    const at = join(folder.path, `place${number++}`);
    mkdirSync(at);
    writeFileSync(join(at, 'lab.net'), OLD);
    return { at, path: join(at, 'lab.net') };
  };
  const write = (path: string): Promise<void> => writeWhole(path, NEW, { overwrites: true, was: Buffer.from(OLD) });

  it('replaces what was read, with its permissions, and leaves nothing beside it', async () => {
    const { at, path } = place();
    chmodSync(path, 0o640);
    expect(await outcomeOf(write(path))).to.equal('written');
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, readdirSync(at)]).to.deep.equal([
      NEW,
      0o640,
      ['lab.net'],
    ]);
  });

  it('refuses it if it changed, went, became a folder or read-only, or has more names by now', async () => {
    const deeds: ReadonlyArray<[string, (path: string) => void]> = [
      ['FILE_CHANGED', (path) => writeFileSync(path, `${OLD} `)],
      // As long as before, and changed within the same moment.
      ['FILE_CHANGED', (path) => writeFileSync(path, OLD.toUpperCase())],
      ['FILE_CHANGED', (path) => rmSync(path)],
      ['NOT_A_FILE', (path) => [rmSync(path), mkdirSync(path)]],
      ['READ_ONLY', (path) => chmodSync(path, 0o444)],
      ['HARD_LINKS', (path) => linkSync(path, `${path}.2`)],
    ];
    for (const [code, deed] of deeds) {
      const { at, path } = place();
      deed(path);
      const before = readdirSync(at);
      expect(await outcomeOf(write(path))).to.equal(code);
      expect(readdirSync(at)).to.deep.equal(before);
    }
  });

  for (const [what, deed] of Object.entries(DEEDS)) {
    it(`loses nothing in ${TRIES} tries if another program ${what} at any moment`, async () => {
      const { at, path } = place();
      const other = new Worker(OTHER, { eval: true, workerData: { path, theirs: THEIRS, deed } });
      try {
        for (let attempt = 0; attempt < TRIES; attempt++) {
          writeFileSync(path, OLD);
          const done = once(other, 'message');
          other.postMessage(Math.floor(Math.random() * MOST_TURNS));
          const [{ outcome, next }] = await Promise.all([endOf(write(path)), done]);
          expect(outcome).to.be.oneOf(['written', 'FILE_CHANGED']);
          // Theirs is there, whether it came before ours, meanwhile or later; what they removed may be ours.
          if (what !== 'removes it') expect(readFileSync(path, 'utf8')).to.equal(THEIRS);
          // Where theirs came while the old one was taken aside, the old one stays, and the error names it.
          for (const name of readdirSync(at).filter((one) => one !== 'lab.net')) {
            expect([readFileSync(join(at, name), 'utf8'), outcome]).to.deep.equal([OLD, 'FILE_CHANGED']);
            expect(next).to.equal(`what was in it before is in ${join(at, name)}`);
            rmSync(join(at, name));
          }
        }
      } finally {
        await other.terminate();
      }
    });
  }

  it('writes none of several files if the place of one is not good', async () => {
    const [one, two] = [place(), place()];
    writeFileSync(two.path, THEIRS);
    const files = [one, two].map(({ path }) => ({ path, content: NEW, overwrites: true, was: Buffer.from(OLD) }));
    expect(await outcomeOf(writeAllWhole(files))).to.equal('FILE_CHANGED');
    expect([one, two].map(({ path }) => readFileSync(path, 'utf8'))).to.deep.equal([OLD, THEIRS]);
    expect([...readdirSync(one.at), ...readdirSync(two.at)]).to.deep.equal(['lab.net', 'lab.net']);
  });
});
