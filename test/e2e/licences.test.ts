/**
 * LICENSES-THIRD-PARTY.txt and the code that is in dist/: what is there is found by what it says, not by what
 * the build has noted. Needs a build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../support/packed.ts';

/** They ask for their text in copies, and for nothing of the program that they are in. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

const PROGRAMS = [
  'niostat.cjs',
  'labs.cjs',
  'gns3.cjs',
  'teach.cjs',
  'index.cjs',
  'page/page.js',
  'page/playground.js',
];

/** The sections of the file: `name version (licence)`, `In files`, an empty line, and the text. */
const SECTIONS = new Map(
  read('LICENSES-THIRD-PARTY.txt')
    .split(/^-{78}$/m)
    .slice(1)
    .map((section) => {
      const [head = '', files = '', , ...text] = section.trim().split('\n');
      const [, name = '', version, licence] = /^(\S+) (\S+) \((.+)\)$/.exec(head) ?? [];
      return [name, { version, licence, files: files.slice('In '.length).split(', '), text: text.join('\n') }] as const;
    }),
);

/** The packages that src/ imports values of, by the words of its import statements; `node` is Node itself. */
function importedBySource(): string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const names = files.flatMap((file) =>
    [...read('src', file).matchAll(/^import (?!type\b)[^;']* from '((?:@[\w-]+\/)?\w[\w-]*)/gm)].map(
      ([, name]) => name,
    ),
  );
  return [...new Set(names)].filter((name): name is string => name !== undefined && name !== 'node');
}

/** These and what they need, as npm has installed it at the top. */
function closure(names: readonly string[]): string[] {
  const all = new Set(names);
  for (const name of all) {
    const { dependencies = {} } = JSON.parse(read('node_modules', name, 'package.json'));
    for (const other of Object.keys(dependencies)) all.add(other);
  }
  return [...all];
}

/** What the code of a package says: literals of 30 characters and more without escapes. */
function sayings(name: string): string[] {
  const folder = join('node_modules', name);
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.[cm]?js$/.test(file) && !file.includes('node_modules'),
  );
  return files.flatMap((file) =>
    [...read(folder, file).matchAll(/'([\w ,.:;()/-]{30,})'|"([\w ,.:;()/-]{30,})"/g)].map(
      ([, single, double]) => single ?? double ?? '',
    ),
  );
}

const words = (text: string): string => (text.normalize('NFD').match(/[a-z]+/gi) ?? []).join(' ');

describe('licences of what is bundled', () => {
  it('are permissive ones', () => {
    expect(SECTIONS.size).to.be.above(20);
    for (const [name, { licence }] of SECTIONS) expect(PERMISSIVE, name).to.include(licence);
  });

  it('are those of all packages that the source imports', () => {
    const imported = importedBySource();
    expect(imported).to.include.members(['@oclif/core', 'cli-table3', 'dgram-as-promised', 'js-yaml', 'yaml']);
    expect([...SECTIONS.keys()]).to.include.members(imported);
  });

  it('are in the file word by word, with the version that is installed', () => {
    for (const [name, { version, text }] of SECTIONS) {
      expect(JSON.parse(read('node_modules', name, 'package.json')).version, name).to.equal(version);
      const files = readdirSync(join(ROOT, 'node_modules', name)).filter((file) => /^licen[cs]e/i.test(file));
      for (const file of files) expect(words(text), name).to.include(words(read('node_modules', name, file)));
      // Where a package has no such file, its author and the terms of its licence.
      if (files.length === 0)
        expect(text, name).to.match(/MIT, by \w[\s\S]*Permission is hereby granted, free of charge/);
    }
  });

  it('leave out no package whose words are in a program', () => {
    const programs = PROGRAMS.map((file) => [`dist/${file}`, read('dist', file)] as const);
    const packages = closure(importedBySource()).map((name) => ({ name, said: sayings(name) }));
    const count = (saying: string): number => packages.filter(({ said }) => said.includes(saying)).length;
    let seen = 0;
    for (const { name, said } of packages) {
      // What several packages say tells nothing.
      const own = [...new Set(said)].filter((saying) => count(saying) === 1);
      const found = programs.filter(([, program]) => own.some((saying) => program.includes(saying)));
      if (found.length > 0) seen += 1;
      expect(SECTIONS.get(name)?.files ?? [], name).to.include.members(found.map(([file]) => file));
    }
    // Packages without any such words are not found in this way.
    expect(seen).to.be.above(5);
  });

  it('are in what is handed on alone', () => {
    const playground = read('docs', 'playground.html');
    for (const name of ['js-yaml', 'yaml', '@cfworker/json-schema']) {
      const { version, text = '' } = SECTIONS.get(name) ?? {};
      expect(playground).to.include(`${name} ${version}\n`);
      expect(words(playground)).to.include(words(text));
    }
  });
});
