import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Expected } from './bad-files.ts';
import type { Folder } from './cli.ts';

/** A bad file that would cost much time or memory if it were read as others are. */
interface CostlyFile extends Expected {
  /** What is the matter with it: "is a bomb of YAML aliases". */
  readonly title: string;
  /** Writes the file and gives its path. */
  readonly write: (folder: Folder) => string;
}

const nested = (depth: number): string => `${'['.repeat(depth)}x${']'.repeat(depth)}\n`;
const indents = (depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}k:`).join('\n');

/**
 * The costly files by what makes them costly; `niostat check` must refuse each, and the benchmarks show what
 * that costs.
 */
export const COSTLY_FILES: Readonly<Record<string, readonly CostlyFile[]>> = {
  'that is too large': [
    {
      title: 'is a file of 100 MB',
      write: (folder) => sparse(join(folder.path, 'sparse.net'), 100 * 1024 * 1024),
      words: ['64 MiB'],
    },
    { title: 'never ends', write: () => '/dev/zero', words: ['64 MiB'] },
    costly('is a scenario of 40 million characters', 'long.yaml', () => `devices: []\n${'# x\n'.repeat(10_000_000)}`, {
      at: [[1, 1]],
    }),
    costly('is 300,000 links in YAML, of which the last is none', 'links.yaml', manyLinks, { at: [[300_005, 5]] }),
    costly('is as many in YAML that goes wrong in the end', 'broken.yaml', () => `${manyLinks()}  - [\n`, {
      words: ['broken.yaml:300007:'],
    }),
    costly('has a line of ten million characters', 'line.net', () => 'x'.repeat(10_000_000), { at: [[1, 1]] }),
    costly('is 300,000 commas in YAML', 'commas.yaml', () => `devices: [${','.repeat(300_000)}]\n`, {
      words: ['commas.yaml:1:'],
    }),
    costly('begins with five million empty lines', 'blank.net', () => `${'\n'.repeat(5_000_000)}nonsense\n`),
    costly('begins with two million comments', 'remarks.net', () => `${'# remark\n'.repeat(2_000_000)}nonsense\n`),
  ],
  'that is nested too deep': [
    costly('is 100,000 brackets in YAML', 'brackets.yaml', () => `devices: ${'['.repeat(100_000)}`),
    costly('is 30,000 braces in YAML', 'braces.yaml', () => `devices: ${'{a: '.repeat(30_000)}`),
    costly('is 100,000 dashes in YAML', 'dashes.yaml', () => `devices:\n  ${'- '.repeat(100_000)}x\n`),
    costly('is 1,300 indents', 'indents.yaml', () => indents(1300)),
    costly('is 3,000 indents', 'more-indents.yaml', () => indents(3000)),
    costly('is 100,000 brackets around a section', 'brackets.net', () => nested(100_000), { at: [[1, 1]] }),
    costly('is sections that go down to 2,000', 'sections.net', () =>
      Array.from({ length: 2000 }, (_, depth) => nested(depth + 1)).join(''),
    ),
  ],
  'that expands': [
    costly('is a bomb of YAML aliases', 'bomb.yaml', aliasBomb, { at: [[1, 4]] }),
    costly('is a thousand documents', 'documents.yaml', () => '---\ndevices: []\n'.repeat(1000)),
  ],
};

function manyLinks(): string {
  const links = Array.from({ length: 300_000 }, (_, index) => `  - R1 f${index}/0 -- R1 f${index}/1\n`);
  return `hypervisors: [{ address: localhost }]\ndevices:\n  - name: R1\nlinks:\n${links.join('')}  - R1 to R2\n`;
}

function costly(title: string, name: string, content: () => string, expected: Expected = {}): CostlyFile {
  return { title, write: (folder) => folder.file(name, content()), ...expected };
}

/** Nine lists of nine aliases each: three billion strings if they were all written out. */
function aliasBomb(): string {
  const names = 'abcdefghi'.split('');
  const lines = names.map((name, index) => {
    const item = index === 0 ? '"lol"' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(item).join(',')}]`;
  });
  return `${lines.join('\n')}\n`;
}

/** A file that says it is large and takes no room on the disk. */
function sparse(path: string, size: number): string {
  const fd = openSync(path, 'w');
  ftruncateSync(fd, size);
  closeSync(fd);
  return path;
}
