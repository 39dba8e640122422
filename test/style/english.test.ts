/**
 * Turns of phrase that make readers stop are nowhere in what users read: the strings of the program, its
 * pages, and the scenarios with their descriptions.
 */
import { expect } from 'chai';
import { parseSource, projectFiles, readProjectFile, stringsOf } from '../support/source-files.ts';

interface Phrase {
  /** A blank stands for any, a line break too. */
  readonly pattern: string;
  /** A passage that has it. */
  readonly hard: string;
  /** How the same is said plainly. */
  readonly plain: string;
}

/** Verbs behind ", for": they make a sentence of what follows, and so "for" means "because". */
const VERBS =
  'is|are|was|were|has|have|had|does|do|did|can|cannot|could|may|will|would|must|takes?|shares?|starts|comes?|goes?|' +
  'knows?|needs?|loses?|changes|stands?|binds|gives?|counts';

/** Words that begin a clause of their own, so that a verb behind them proves nothing. */
const CLAUSE = '(?:that|which|who|to|and|or)\\b';

const PHRASES: readonly Phrase[] = [
  { pattern: '\\bthat (?:is|are) none\\b', hard: 'a filter that is none', plain: 'a wrong filter' },
  { pattern: '\\bwhoever\\b', hard: 'whoever connects may stop it', plain: 'any client that connects may stop it' },
  // `nobody` in code is a value, or the user of that name.
  { pattern: '(?<!`)\\bnobody\\b(?!`)', hard: 'nobody listens on it', plain: 'no program listens on it' },
  // The name of a check has it.
  { pattern: '(?<!-)\\bbesides?\\b(?!-)', hard: 'waited for besides', plain: 'waited for as well' },
  { pattern: '\\b(?:can|cannot) be had\\b', hard: 'a port cannot be had', plain: 'port 10000 is in use' },
  { pattern: '\\b(?:is|are) not told\\b', hard: 'the owner is not told', plain: 'Windows does not show the owner' },
  { pattern: '\\bcan be said\\b', hard: 'nothing can be said of it', plain: 'it could not be determined' },
  { pattern: '\\bin such (?:a way|ways)\\b', hard: '3 links are broken in such ways', plain: '3 links are broken' },
  { pattern: '(?:^|[.:;] )So many\\b', hard: 'So many ports more', plain: 'How many ports to add' },
  {
    pattern: `, for (?!example|instance)(?:that is\\b|(?:(?!${CLAUSE})[^\\s,.;:|()]+ ){1,6}?(?:${VERBS})\\b)`,
    hard: 'make it, for Dynamips does not',
    plain: 'make it: Dynamips does not',
  },
];

const SEARCHES = PHRASES.map(({ pattern }) => new RegExp(pattern.replaceAll(' ', '\\s+'), 'gi'));

/** Passages of a text with one of the phrases, with the line that each is on, counted from 0. */
function hardPassages(text: string): { readonly line: number; readonly passage: string }[] {
  return SEARCHES.flatMap((search) =>
    [...text.matchAll(search)].map(({ index }) => ({
      line: text.slice(0, index).split('\n').length - 1,
      passage: text.slice(Math.max(0, index - 30), index + 60).replace(/\s+/g, ' '),
    })),
  );
}

const FILES = projectFiles();
const SOURCES = FILES.filter((path) => /^src\/.*\.ts$/.test(path));
const PAGES = FILES.filter((path) => /^(README|docs\/[A-Z-]+|docs\/checks\/.*|scenarios\/.*)\.(md|yaml)$/.test(path));

describe('what users read', function () {
  this.timeout(120_000);

  it('is in plain English where the program says it', () => {
    const found = SOURCES.flatMap((path) =>
      // One word is a name, and no sentence.
      stringsOf(parseSource(path, readProjectFile(path)))
        .filter(({ text }) => text.includes(' '))
        .flatMap(({ line, text }) => hardPassages(text).map(({ passage }) => `${path}:${line}: ${passage}`)),
    );
    expect(found).to.deep.equal([]);
  });

  it('is in plain English where pages and scenarios say it', () => {
    const found = PAGES.flatMap((path) =>
      hardPassages(readProjectFile(path)).map(({ line, passage }) => `${path}:${line + 1}: ${passage}`),
    );
    expect(found).to.deep.equal([]);
    expect(PAGES).to.include.members(['README.md', 'docs/LINKS.md', 'docs/checks/NIO001-same-base-udp.md']);
  });
});

describe('the search for hard phrases', () => {
  for (const { pattern, hard, plain } of PHRASES) {
    it(`finds "${hard}", also over the end of a line, and not "${plain}"`, () => {
      const search = new RegExp(pattern.replaceAll(' ', '\\s+'), 'i');
      expect([hard, hard.replaceAll(' ', '\n'), plain].map((text) => search.test(text))).to.deep.equal([
        true,
        true,
        false,
      ]);
    });
  }

  it('leaves alone what only looks alike', () => {
    for (const text of [
      'for the first time, for example when it is slow',
      'gets two more, for the tunnel to its own uBridge',
      'the place of each statement, for the bind and for the frames, is known',
      'NIO023 name-beside-address',
      'frames go to `nobody`',
      'no project has so many',
    ])
      expect(hardPassages(text), text).to.deep.equal([]);
  });
});

describe('the search for strings', () => {
  it('finds literals, templates with what they put in, and pieces that are joined', () => {
    const source = parseSource(
      'example.ts',
      [
        '// "no string"',
        "const a = 'one';",
        ['const b = `two $', "{f('three')} four`;"].join(''),
        "const c = 'five ' +",
        "  'six';",
        "const d = a + 'seven';",
      ].join('\n'),
    );
    expect(stringsOf(source).map(({ line, text }) => [line, text])).to.deep.equal([
      [2, 'one'],
      [3, 'two … four'],
      [3, 'three'],
      [4, 'five six'],
      [6, 'seven'],
    ]);
  });
});
