import type { Severity } from '../../core/checks/finding.ts';
import { CHECKS } from '../../core/checks/registry.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { didYouMean } from '../../core/text/nearest-word.ts';
import { entriesOf, readVocabulary, type WordEntry, wordKey } from '../../core/words/vocabulary.ts';

/** Result of `explain`; its JSON Schema is docs/schemas/explain.schema.json. */
export type ExplainResult = CheckPage | WordPages | WordList;

interface Clean {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
}

interface CheckName {
  readonly id: string;
  readonly slug: string;
}

export interface CheckPage extends Clean, CheckName {
  readonly severity: Severity;
  readonly title: string;
  /** The page about the check, Markdown. */
  readonly page: string;
}

/** The entries of one word: several where it means two things, as ONE-WAY and one-way. */
export interface WordPages extends Clean {
  readonly words: readonly WordEntry[];
}

/** All that can be explained. */
export interface WordList extends WordPages {
  readonly checks: readonly CheckName[];
}

/** Reads a page of docs/, by its path from there. */
export type ReadPage = (path: string) => string;

/** All words of the vocabulary and all checks. */
export function listWords(readPage: ReadPage): WordList {
  return { ...CLEAN, words: vocabulary(readPage), checks: CHECKS.map(({ id, slug }) => ({ id, slug })) };
}

/**
 * The page of a check, by id or slug, or the entries of a word, however it is spelt: `half open`,
 * `HALF-OPEN`.
 * Throws `InputError` if there is neither.
 */
export function explain(name: string, readPage: ReadPage): CheckPage | WordPages {
  const key = wordKey(name);
  const check = CHECKS.find(({ id, slug }) => key !== '' && [id, slug].map(wordKey).includes(key));
  if (check !== undefined) {
    const { id, slug, severity, title } = check;
    return { ...CLEAN, id, slug, severity, title, page: readPage(`checks/${id}-${slug}.md`) };
  }
  const all = vocabulary(readPage);
  const found = entriesOf(name, all);
  if (found.length === 0) throw unknownWord(name, all);
  return { ...CLEAN, words: found };
}

const CLEAN: Clean = { schemaVersion: 1, outcome: 'clean' };

function vocabulary(readPage: ReadPage): WordEntry[] {
  return readVocabulary(readPage('VOCABULARY.md'));
}

function unknownWord(name: string, words: readonly WordEntry[]): InputError {
  const known = [
    ...words.flatMap(({ word, also }) => [word, ...also]),
    ...CHECKS.flatMap(({ id, slug }) => [id, slug]),
  ];
  return new InputError('UNKNOWN_CHECK', `there is no word or check "${name}"${didYouMean(name, known)}`, {
    next: 'niostat explain lists all of them',
  });
}
