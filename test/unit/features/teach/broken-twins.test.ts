import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { entriesOf, readVocabulary } from '../../../../src/core/words/vocabulary.ts';
import { checkLessons } from '../../../../src/features/teach/check-lessons.ts';
import { COURSE } from '../../../../src/features/teach/course.ts';

const FOLDER = 'scenarios/lessons';

const VOCABULARY = readVocabulary(readFileSync('docs/VOCABULARY.md', 'utf8'));

function isExplained(word: string): boolean {
  return entriesOf(word, VOCABULARY).length > 0;
}

interface Twin {
  /** A piece of the lesson that stands there once, or the first of several. */
  readonly piece: string;
  readonly broken: string;
  /** The text that the problem is shown at, as it stands in the broken file; the place is where it begins. */
  readonly at: string;
  readonly message: RegExp;
}

/** Each lesson with one fault that a teacher may make, each of another kind. */
const TWINS: Readonly<Record<string, Twin>> = {
  'one-link': {
    piece: 'at: 1b.port',
    broken: 'at: 7b.port',
    at: '7b.port',
    message: /^the trace of this lab has no moment 7b\.port/,
  },
  'three-routers': {
    piece: '[by-router, one-port-per-link]',
    broken: '[by-roter, one-port-per-link]',
    at: 'by-roter',
    message: /^there is no belief "by-roter"; did you mean by-router\?$/,
  },
  'bases-apart': {
    piece: 'beliefs: [source-owns-link, one-counter-per-host]',
    broken: 'beliefs: [source-owns-link]',
    at: 'choice',
    message: /^(only one wrong number to choose|there is no wrong answer to choose)/,
  },
  'same-base-old': {
    piece: 'is: R1 f1/0 }',
    broken: 'is: nowhere }',
    at: '- say: R2\n',
    message: /^"R2" and "R1" both hold$/,
  },
  'same-base-new': {
    piece: 'Compare all four values of the two rows.\n',
    broken: '"Compare the rows. Look at both. Then at R1. Then at R2."\n',
    at: '"Compare the rows. Look at both.',
    message: /^4 sentences: write at most 3$/,
  },
  'reading-the-table': {
    piece: '  - show: ',
    broken: `  - say: "${'long '.repeat(20)}words."\n    show: 1.link\n  - show: `,
    at: '"long long',
    message: /^a sentence of 21 words: write at most 20$/,
  },
  consoles: {
    piece: 'Base console {base console} + 1 router',
    broken: 'Base console 2000 + 1 router',
    at: 'Base console 2000',
    message: /^2000 is a number of the lab: write \{console of R1\}/,
  },
  'full-block': {
    piece: 'after: [',
    broken: 'after: [one-lnk, ',
    at: 'one-lnk',
    message: /^there is no lesson "one-lnk"; did you mean one-link\?$/,
  },
  'gns3-pool': {
    piece: 'lab: labs/one-pool.yaml',
    broken: 'lab: labs/large.yaml',
    at: 'ask: port',
    message: /^this screen takes \d+ lines of 80 columns, and a window may have 24/,
  },
  'made-again': {
    piece: 'lab: labs/made-again.yaml',
    broken: 'lab: labs/made-agian.yaml',
    at: 'labs/made-agian.yaml',
    message: /^the lab of the lesson: cannot read .*made-agian\.yaml/,
  },
  'by-hand': {
    piece: 'vary: { nio: [30000, 32000, 34000] }',
    broken: 'vary: { nio: [30000, 32000, 34000], base: [10000, 30100] }',
    at: '4:3a.frame',
    message: /^with base 30100, nio 30000: the trace of this lab has no moment 4:3a\.frame/,
  },
  'two-hosts': {
    piece: 'summary: ',
    broken: '  - { ask: port, of: R3 f0/0, at: 2b.port }\nsummary: ',
    at: '2b.port }',
    message: /^an earlier screen has shown the answer/,
  },
  'dead-ubridge': {
    piece: 'of: R2 f0/0 router',
    broken: 'of: R2 f0/0',
    at: 'R2 f0/0\n    show: 0.place',
    message: /^R2 f0\/0 has three sockets: add router, tunnel or link/,
  },
};

describe('broken twins of the lessons', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-twins-'));
    cpSync(join(FOLDER, 'labs'), join(folder, 'labs'), { recursive: true });
    const lab = readFileSync(join(FOLDER, 'labs/one-pool.yaml'), 'utf8');
    const more = [2, 3, 4, 5].map((slot) => `  - R1 f${slot}/0 -- R2 f${slot}/0\n`).join('');
    writeFileSync(join(folder, 'labs/large.yaml'), `${lab.trimEnd()}\n${more}`);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are there for each lesson', () => {
    expect(Object.keys(TWINS).sort()).to.deep.equal([...COURSE].sort());
  });

  it('while the lessons themselves are in order', async () => {
    expect(await checkLessons([FOLDER], isExplained)).to.deep.equal({
      schemaVersion: 1,
      outcome: 'clean',
      lessons: COURSE.length,
      problems: [],
    });
  });

  it('refuses a word for the key w that the vocabulary does not have', async () => {
    const text = readFileSync(join(FOLDER, 'one-link.yaml'), 'utf8');
    const file = join(folder, 'glue.yaml');
    writeFileSync(file, text.replace(/^words: \[/m, 'words: [glue, '));
    const { problems } = await checkLessons([file], isExplained);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'niostat explain does not know "glue": the key w would show nothing',
    ]);
  });

  for (const [id, { piece, broken, at, message }] of Object.entries(TWINS)) {
    it(`${id}: is refused at its fault`, async () => {
      const text = readFileSync(join(FOLDER, `${id}.yaml`), 'utf8');
      expect(text).to.include(piece);
      const twin = text.replace(piece, broken);
      const file = join(folder, `${id}.yaml`);
      writeFileSync(file, twin);
      const { outcome, problems } = await checkLessons([file], isExplained);
      expect(outcome).to.equal('findings');
      const before = twin.slice(0, twin.indexOf(at));
      const [line, column] = [before.split('\n').length, before.length - before.lastIndexOf('\n')];
      expect(problems.some((one) => one.line === line && one.column === column && message.test(one.message))).to.equal(
        true,
      );
    });
  }
});
