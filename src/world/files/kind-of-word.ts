import { statSync } from 'node:fs';

/** What a word of a command line is on this disk: a pattern is one only where nothing is called so. */
export type WordKind = 'file' | 'folder' | 'pattern' | 'missing';

/** What makes a word a pattern: a wildcard, a class in brackets, or alternatives in braces. */
const WILDCARD = /[*?]|\[[^\]]+\]|\{[^}]*\}/;

/** A word with more characters than a path of Linux can have is no pattern of paths. */
const MAX_PATTERN = 4096;

/** Looks a word up; `-` is a file. A file or folder whose name looks like a pattern is what it is. */
export function kindOfWord(word: string): WordKind {
  if (word === '-') return 'file';
  const found = lookUp(word);
  if (found !== undefined) return found.isDirectory() ? 'folder' : 'file';
  return word.length <= MAX_PATTERN && WILDCARD.test(word) ? 'pattern' : 'missing';
}

/** True for a folder and a pattern: labs are in it, and it is none. */
export function isPlaceOfLabs(kind: WordKind): boolean {
  return kind === 'folder' || kind === 'pattern';
}

function lookUp(word: string) {
  try {
    return statSync(word, { throwIfNoEntry: false });
  } catch {
    // Why it cannot be looked at is said when it is read.
    return undefined;
  }
}
