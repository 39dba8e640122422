import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { UnreadableLab } from '../core/lab/unreadable-lab.ts';
import { NO_LAB } from '../core/lab/unusable-labs.ts';
import { someOf } from '../core/text/listed.ts';
import { kindOfWord, type WordKind } from '../world/files/kind-of-word.ts';
import { patternOf } from '../world/files/search/pattern.ts';
import { type Found, searchFolder } from '../world/files/search/search-folder.ts';
import { SearchLimits } from '../world/files/search/search-limits.ts';
import { say } from './remarks.ts';

/** A word of the command line. */
interface Word {
  readonly word: string;
  readonly kind: WordKind;
}

/** A folder or a pattern, and what was found there. */
interface SearchedPlace extends Word, Found {}

export interface LabSearch {
  /** Files in the order of the words, each once whatever leads to it. */
  readonly paths: readonly string[];
  /** Those among them that no word names. */
  readonly found: ReadonlySet<string>;
  readonly places: readonly SearchedPlace[];
}

const NOTHING: Found = { files: [], unreadable: [], links: [] };

/** More links than this are only counted. */
const MAX_NAMED = 5;

/**
 * Searches the folders and patterns among the words for files that may be labs; `files` are those that the
 * other words mean. What was not followed is remarked on standard error. Throws `InputError` where there is
 * too much to look at.
 */
export function searchLabs(words: readonly Word[], files: ReadonlyMap<string, string>): LabSearch {
  const limits = new SearchLimits();
  const taken = new Set<string>();
  const paths: string[] = [];
  const places: SearchedPlace[] = [];
  const take = (path: string): void => {
    const real = realOf(path);
    if (taken.has(real)) return;
    taken.add(real);
    paths.push(path);
  };
  for (const { word, kind } of words) {
    const file = files.get(word);
    if (file !== undefined) {
      take(file);
      continue;
    }
    const pattern = kind === 'pattern' ? patternOf(word, process.platform === 'win32') : undefined;
    const folder = pattern?.base ?? word;
    // A pattern may begin with a folder that is not there, as it may match nothing in one that is.
    const found =
      pattern !== undefined && kindOfWord(folder) !== 'folder'
        ? NOTHING
        : searchFolder(folder, { word, limits, ...(pattern && { pattern }) });
    remarkOnLinks(found, folder);
    places.push({ word, kind, ...found });
    for (const path of found.files) take(path);
  }
  const named = new Set(files.values());
  return { paths, found: new Set(paths.filter((path) => !named.has(path))), places };
}

/** Where a path leads in the end; itself where it leads nowhere, which is said when it is read. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A link to what was searched anyway is not worth a word. */
function remarkOnLinks({ links }: Found, folder: string): void {
  const here = `${realOf(folder)}${sep}`;
  const others = links.filter((link) => !`${realOf(link)}${sep}`.startsWith(here));
  if (others.length === 0) return;
  const are = others.length === 1 ? 'is a link to a folder' : 'are links to folders';
  say(`${someOf(others, MAX_NAMED)} ${are}, not searched; name what is to be searched`);
}

/**
 * The places in which there was no lab, as something that could not be read; where they may be empty, they
 * are only remarked on.
 */
export function placesWithoutLab(
  places: readonly SearchedPlace[],
  { passedOver, mayBeEmpty }: { readonly passedOver: readonly string[]; readonly mayBeEmpty: boolean },
): UnreadableLab[] {
  const noLabs = new Set(passedOver);
  const empty = places.filter(
    ({ files, unreadable }) => unreadable.length === 0 && files.every((one) => noLabs.has(one)),
  );
  if (!mayBeEmpty) return empty.map(noLabIn);
  for (const { word } of empty) say(`${word}: passed over, there is no lab in it`);
  return [];
}

function noLabIn({ word, kind, files }: SearchedPlace): UnreadableLab {
  return { file: word, code: NO_LAB, message: `${word}: ${whyNoLab(kind, files.length)}`, problems: [] };
}

function whyNoLab(kind: WordKind, count: number): string {
  const place = kind === 'folder' ? 'there is no lab in this folder' : 'no lab fits this pattern';
  if (count === 0) return kind === 'folder' ? place : 'no file fits this pattern';
  const files = count === 1 ? '1 file ends like a lab and is not one' : `${count} files end like labs and are not`;
  return `${place}; ${files} (-v names ${count === 1 ? 'it' : 'them'})`;
}
