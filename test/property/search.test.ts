/** What a search finds, against a plain walk over all paths, and against bash. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { patternOf } from '../../src/world/files/search/pattern.ts';
import { searchFolder } from '../../src/world/files/search/search-folder.ts';
import { SearchLimits } from '../../src/world/files/search/search-limits.ts';
import { fc } from '../support/property.ts';

/** Few names, so that they meet; each may be that of a file or of a folder. */
const NAMES = ['a', 'b', 'ab', '.h', 'a.net', 'b.yaml', 'c d.NET', '.h.net', 'x.txt', 'p.gns3'] as const;
const OF_OTHERS = ['node_modules', 'project-files', 'snapshots', '.git'] as const;

const ENDINGS = ['.net', '.gns3', '.gns3project', '.gns3p', '.yaml', '.yml', '.json'];

function treesOf(names: readonly string[]): fc.Arbitrary<string[]> {
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  return fc.array(path, { maxLength: 14 });
}

/** Makes files of these paths, as far as none must lie in another; returns those that are there. */
function made(root: string, paths: readonly string[]): string[] {
  for (const path of paths) {
    try {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '', { flag: 'wx' });
    } catch {
      // A file lies where a folder should be, or the other way round.
    }
  }
  return [...new Set(paths)].filter((path) => kindOf(join(root, path)) === 'file');
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isFile() ? 'file' : 'folder';
  } catch {
    return undefined;
  }
}

function inFolder<T>(work: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'niostat-search-'));
  try {
    return work(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function hasEnding(name: string): boolean {
  return ENDINGS.some((ending) => name.length > ending.length && name.toLowerCase().endsWith(ending));
}

/** What a search of a whole folder must find among these paths, by what docs/CI.md says. */
function plainly(paths: readonly string[]): string[] {
  const projects = new Set(paths.filter((path) => /[^/]\.gns3(p|project)?$/.test(path)).map((path) => dirname(path)));
  return paths
    .filter((path) => {
      const parts = path.split('/');
      if (parts.some((part) => part.startsWith('.')) || !hasEnding(parts.at(-1) ?? '')) return false;
      return parts.slice(0, -1).every((part, index) => {
        if (part === 'node_modules') return false;
        const above = index === 0 ? '.' : parts.slice(0, index).join('/');
        return !(['project-files', 'snapshots'].includes(part) && projects.has(above));
      });
    })
    .sort();
}

describe('a search for labs', () => {
  it('finds in any tree what a plain walk over its paths finds', () => {
    fc.assert(
      fc.property(treesOf([...NAMES, ...OF_OTHERS]), (paths) => {
        inFolder((root) => {
          const expected = plainly(made(root, paths)).map((path) => join(root, path));
          const { files, unreadable, links } = searchFolder(root, { word: root, limits: new SearchLimits() });
          expect([files, unreadable, links]).to.deep.equal([expected, [], []]);
        });
      }),
    );
  });

  const parts = ['*', '**', '?', 'a', 'b*', '*.net', '[ab]', '[!a]*', '{a,b}', '*.{net,yaml}', '.h*', 'a.net', '?*'];
  const patterns = fc
    .array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 })
    .map((some) => some.join('/'))
    .filter((text) => /[*?[{]/.test(text));

  it('finds by any pattern the files that bash finds, and all labs in the folders that it finds', () => {
    fc.assert(
      fc.property(treesOf(NAMES), patterns, (paths, text) => {
        inFolder((root) => {
          const files = made(root, paths);
          const expected = new Set(byBash(root, text).flatMap((match) => labsOf(match.replace(/\/$/, ''), files)));
          const pattern = patternOf(join(root, text), false);
          const found = searchFolder(pattern.base, { word: text, pattern, limits: new SearchLimits() }).files;
          expect(found).to.deep.equal([...expected].sort().map((path) => join(root, path)));
        });
      }),
    );
  });
});

/** The labs, by their names, that a file or a folder stands for. */
function labsOf(match: string, files: readonly string[]): string[] {
  if (files.includes(match)) return hasEnding(match) || !/[^/]\.[^/]*$/.test(match) ? [match] : [];
  const inside = files.filter((path) => path.startsWith(`${match}/`)).map((path) => path.slice(match.length + 1));
  return plainly(inside).map((path) => `${match}/${path}`);
}

/** What bash makes of a pattern in a folder, with `**` switched on. */
function byBash(root: string, pattern: string): string[] {
  const script = `shopt -s globstar nullglob; printf '%s\\0' ${pattern}`;
  const found = execFileSync('bash', ['--norc', '-c', script], { cwd: root, encoding: 'utf8' }).split('\0');
  return found.filter((path) => path !== '' && kindOf(join(root, path)) !== undefined);
}
