import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { resultIn } from '../../src/features/practice/live/folder.ts';
import { readTexts } from '../../src/features/practice/live/read-texts.ts';
import { ResultLog } from '../../src/features/practice/live/result-log.ts';

describe('the files of a practice', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'niostat-practice-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('may be a symbolic link to itself: it is told that this cannot be read', async () => {
    symlinkSync('lab.yaml', join(folder, 'lab.yaml'));
    expect(await readTexts(folder, ['lab.yaml'])).to.deep.equal({
      texts: {},
      unreadable: ['lab.yaml: it cannot be read: too many symbolic links'],
    });
  });

  it('may have bytes that are no text: their place is told once', async () => {
    writeFileSync(join(folder, 'lab.yaml'), Buffer.from([0x61, 0xe9]));
    expect((await readTexts(folder, ['lab.yaml'])).unreadable).to.deep.equal([
      'lab.yaml:1:2: not UTF-8 text; save the file as UTF-8 (iconv -t UTF-8)',
    ]);
  });

  it('may lie in a folder that has become a file: then they are gone', async () => {
    writeFileSync(join(folder, 'here'), '');
    expect(await readTexts(join(folder, 'here'), ['lab.yaml'])).to.deep.equal({ texts: {}, unreadable: [] });
  });

  if (process.platform !== 'win32') {
    for (const [what, make] of [
      ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
      ['a device without an end', (path: string) => symlinkSync('/dev/zero', path)],
      ['a folder', (path: string) => void mkdirSync(path)],
    ] as const) {
      it(`are not taken for a practice where the result is ${what}`, () => {
        make(join(folder, 'result.json'));
        expect(() => resultIn(folder)).to.throw(/result\.json is not the result of a practice$/);
      });
    }
  }

  describe('the result', () => {
    const head = { result: 1, niostat: '0.1.0', kind: 'practice', exercise: 'block', seed: 'a', place: 0 } as const;
    const path = () => join(folder, 'result.json');
    const acts = () =>
      (JSON.parse(readFileSync(path(), 'utf8')) as { log: Array<{ do: string }> }).log.map((act) => act.do);

    it('is not overwritten where another practice writes it: what that one has noted stays', async () => {
      const first = new ResultLog(path(), head, []);
      first.add([{ do: 'start' }], {});
      await first.settled();
      const second = new ResultLog(path(), head, []);
      second.add([{ do: 'start' }, { do: 'load' }], {});
      await second.settled();
      first.add([{ do: 'hint', n: 1 }], {});
      await first.settled();
      expect(first.failure).to.equal(`another practice writes ${path()}; end one of the two`);
      expect(acts()).to.deep.equal(['start', 'load']);
      second.add([{ do: 'quit' }], {});
      await second.settled();
      expect(second.failure).to.equal(undefined);
      expect(acts()).to.deep.equal(['start', 'load', 'quit']);
    });

    it('has a key that is held down once', async () => {
      const log = new ResultLog(path(), head, []);
      log.add([{ do: 'start' }], {});
      for (let count = 0; count < 6000; count++) log.add([{ do: 'load' }], {});
      await log.settled();
      expect(acts()).to.deep.equal(['start', 'load']);
    });

    for (const [what, spoil] of [
      ['gone', () => rmSync(path())],
      ['damaged', () => writeFileSync(path(), '{"result": 1, ')],
    ] as const) {
      it(`is written again where it is ${what}`, async () => {
        const log = new ResultLog(path(), head, []);
        log.add([{ do: 'start' }], {});
        await log.settled();
        spoil();
        log.add([{ do: 'quit' }], {});
        await log.settled();
        expect(log.failure).to.equal(undefined);
        expect(acts()).to.deep.equal(['start', 'quit']);
      });
    }
  });
});
