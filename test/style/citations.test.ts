/**
 * Every document, heading and file that code, tests or pages name exists, and every link of a page leads
 * somewhere.
 */
import { posix } from 'node:path';
import { expect } from 'chai';
import { anchorsOf, headingsOf, linksOf } from '../support/markdown.ts';
import { commentsOf, parseSource, projectFiles, readProjectFile } from '../support/source-files.ts';

const FILES = projectFiles();
const PAGES = FILES.filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));
const SOURCES = FILES.filter((path) => /^((src|test|scripts|bin)\/.*|[^/]*)\.(ts|mjs|cjs|js)$/.test(path));

/** This file and what it tests speak of documents that do not exist. */
const EXAMPLES = 'test/style/citations.test.ts';

/** Files that the examples of pages write, and the build. */
const WRITTEN = [
  'scenarios/two-hypervisors-same-base.planned.yaml',
  'docs/playground.html',
  // Of the repository of labs that docs/CI.md sets up.
  '.github/workflows/labs.yml',
];

/** `docs/FACTS.md, "Sharing a port", "Port numbers"`, on one line. */
const CITATION = /\b((?:docs\/)?[\w-]+\.md)((?:,(?: and)? "[^"\n]+")+)/g;

/** A path from the root of the project, or the end of a path of a source file. */
const PATH =
  /(?<![\w./*<-])(?:(?:docs|src|test|scripts|scenarios|\.ci|\.github)\/[\w@.*<>/-]+|[\w-]+\/[\w/-]+\.(?:ts|mjs))/g;

/** What is cited in a text: `[document, heading]`. */
function citedHeadings(text: string): [string, string][] {
  return [...text.matchAll(CITATION)].flatMap(([, document = '', headings = '']) =>
    [...headings.matchAll(/"([^"]+)"/g)].map(([, heading = '']): [string, string] => [document, heading]),
  );
}

/** Paths named in a text that are not there. With `<name>` or `*` in a path, what stands before it counts. */
function missingPaths(text: string, files: readonly string[]): string[] {
  return [...text.matchAll(PATH)]
    .map(([path]) => path.replace(/[.]+$/, ''))
    .filter((path) => !/\.(c|h|py)$/.test(path))
    .filter((path) => {
      const known = path.replace(/[<*].*$/, '');
      return !files.some((file) => file.startsWith(known) || file.endsWith(`/${known}`));
    });
}

/** A text of the project in which documents may be cited, with its place. */
interface Passage {
  readonly place: string;
  readonly text: string;
}

describe('what is cited', function () {
  this.timeout(120_000);
  const passages: Passage[] = [];
  before(() => {
    for (const path of SOURCES.filter((source) => source !== EXAMPLES)) {
      const text = readProjectFile(path);
      const comments = commentsOf(parseSource(path, text));
      passages.push(...comments.map((comment) => ({ place: `${path}:${comment.line}`, text: comment.text })));
    }
    for (const path of PAGES.filter((page) => page !== 'CHANGELOG.md')) {
      // A citation may go over the end of a line.
      passages.push({ place: path, text: readProjectFile(path).replace(/\s+/g, ' ') });
    }
  });

  it('is a heading of a document of the project', () => {
    const texts = SOURCES.filter((path) => path !== EXAMPLES).map((path) => ({
      place: path,
      text: readProjectFile(path),
    }));
    const lost = [...passages, ...texts].flatMap(({ place, text }) =>
      citedHeadings(text)
        .filter(
          ([document, heading]) =>
            !PAGES.includes(document) || !headingsOf(readProjectFile(document)).includes(heading),
        )
        .map(([document, heading]) => `${place}: ${document}, "${heading}"`),
    );
    expect(lost).to.deep.equal([]);
    expect(passages.some(({ text }) => citedHeadings(text).length > 0)).to.equal(true);
  });

  it('is a file of the project', () => {
    const lost = passages.flatMap(({ place, text }) =>
      missingPaths(text, [...FILES, ...WRITTEN]).map((path) => `${place}: ${path}`),
    );
    expect(lost).to.deep.equal([]);
  });

  it('is the target of a link', () => {
    const lost = PAGES.flatMap((page) =>
      linksOf(readProjectFile(page))
        .filter(({ target }) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target))
        .map(({ line, target }) => `${page}:${line}: ${target}`),
    );
    expect(lost).to.deep.equal([]);
  });
});

/** True if there is such a file or folder, and such a heading in it. */
function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(posix.dirname(page), path);
  if (anchor === undefined) return FILES.some((one) => one === file || one.startsWith(`${file.replace(/\/$/, '')}/`));
  return PAGES.includes(file) && anchorsOf(readProjectFile(file)).has(anchor);
}

describe('the search for citations', () => {
  it('finds documents with their headings', () => {
    expect(
      citedHeadings('Two (docs/FACTS.md, "A UDP NIO", "Ports"); see docs/LINKS.md, or CONTRIBUTING.md, "Style".'),
    ).to.deep.equal([
      ['docs/FACTS.md', 'A UDP NIO'],
      ['docs/FACTS.md', 'Ports'],
      ['CONTRIBUTING.md', 'Style'],
    ]);
  });

  it('finds paths that are not there', () => {
    const files = ['src/core/lab/lab.ts', 'docs/LINKS.md'];
    const text =
      'lab/lab.ts, src/core/lab/<name>.ts, src/report/x.ts, report/sarif-*.ts, lab/none.ts and docs/LINKS.md.';
    expect(missingPaths(text, files)).to.deep.equal(['src/report/x.ts', 'lab/none.ts']);
  });

  it('makes anchors as GitHub does', () => {
    const page = '# One\n## `nio list`, twice\n## One\n```\n# no heading\n```\n## What 0.2.14 does';
    expect([...anchorsOf(page)]).to.deep.equal(['one', 'nio-list-twice', 'one-1', 'what-0214-does']);
  });

  it('finds links, and none in code', () => {
    expect(
      linksOf('[a](b.md#c) and [d](e)\n    [no](f)\n`[no](g)`').map(({ line, target }) => [line, target]),
    ).to.deep.equal([
      [1, 'b.md#c'],
      [1, 'e'],
    ]);
  });
});
