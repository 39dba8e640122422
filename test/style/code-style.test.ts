/**
 * What a formatter does not see: the length of functions and of comment lines, and words that comments do
 * without.
 */
import { expect } from 'chai';
import {
  type Comment,
  commentsOf,
  functionsOf,
  parseSource,
  projectFiles,
  readProjectFile,
} from '../support/source-files.ts';

const LONGEST_FUNCTION = 60;
const LONGEST_COMMENT_LINE = 110;

/** Turns of phrase that sound like English and make readers stop. */
const UNPLAIN = /\b(that is none|whoever|can be had|besides)\b/i;

const FILES = projectFiles();
const SOURCES = FILES.filter((path) =>
  /^(src|test|scripts|bin)\/.*\.(ts|mjs|cjs|js)$|^\.dependency-cruiser\.cjs$/.test(path),
);

/** Pages for those who work on niostat. */
const PAGES = FILES.filter((path) =>
  /^(CONTRIBUTING|SECURITY|docs\/(ARCHITECTURE|TESTING)|docs\/decisions\/.*|\.github\/.*)\.md$/.test(path),
);

describe('style', function () {
  this.timeout(120_000);
  const comments: { path: string; comment: Comment }[] = [];
  const functions: string[] = [];
  before(() => {
    for (const path of SOURCES) {
      const source = parseSource(path, readProjectFile(path));
      comments.push(...commentsOf(source).map((comment) => ({ path, comment })));
      for (const { name, line, length } of functionsOf(source)) {
        if (length > LONGEST_FUNCTION) functions.push(`${path}:${line}: ${name} has ${length} lines`);
      }
    }
  });

  it(`no function is longer than ${LONGEST_FUNCTION} lines`, () => {
    expect(functions).to.deep.equal([]);
  });

  it(`no line with a comment is longer than ${LONGEST_COMMENT_LINE} characters`, () => {
    const long = comments.flatMap(({ path, comment: { line, lines } }) =>
      lines.flatMap((text, index) => (text.length > LONGEST_COMMENT_LINE ? [`${path}:${line + index}: ${text}`] : [])),
    );
    expect(long).to.deep.equal([]);
  });

  it('comments are in plain English', () => {
    const unplain = comments.filter(({ comment }) => UNPLAIN.test(comment.text));
    expect(unplain.map(({ path, comment }) => `${path}:${comment.line}: ${comment.text}`)).to.deep.equal([]);
  });

  it('so are the pages for contributors', () => {
    const unplain = PAGES.flatMap((path) =>
      readProjectFile(path)
        .split('\n')
        .flatMap((text, index) => (UNPLAIN.test(text) ? [`${path}:${index + 1}: ${text}`] : [])),
    );
    expect(unplain).to.deep.equal([]);
  });
});

describe('the search for comments and functions', () => {
  const source = parseSource(
    'example.ts',
    [
      '/** One. */',
      'const text = "// no comment"; // two',
      'const pattern = /\\/\\/ no comment/;',
      'const template = `/* no comment */`; /* three */',
      '// four,',
      '// and more of it',
      'function f() {',
      '  return () => {',
      '    // five',
      '  };',
      '}',
      "describe('x', () => {",
      '  const shared = 1;',
      "  it('y', () => {",
      '  });',
      '});',
    ].join('\n'),
  );

  it('finds comments where the compiler sees them, and not in texts', () => {
    expect(commentsOf(source).map(({ line, text }) => [line, text])).to.deep.equal([
      [1, 'One.'],
      [2, 'two'],
      [4, 'three'],
      [5, 'four, and more of it'],
      [9, 'five'],
    ]);
  });

  it('measures functions, lists of tests excepted', () => {
    expect(functionsOf(source)).to.deep.equal([
      { name: 'f', line: 7, length: 5 },
      { name: 'function without a name', line: 8, length: 3 },
      { name: 'function without a name', line: 14, length: 2 },
    ]);
  });
});
