import { InputError } from '../../../core/errors/input-error.ts';
import { NAME_FOLDERS, SEARCH_LIMIT } from '../../../core/lab/unusable-labs.ts';

/**
 * Folders below the one that was named. Labs lie three or four deep; a tree that goes on is made by a program
 * gone wrong, or by a file system mounted inside itself.
 */
export const MAX_DEPTH = 64;

/** Files and folders that are looked at: Linux has 90,000, and a larger tree was not named for its labs. */
const MAX_ENTRIES = 1_000_000;

/**
 * A million files of this machine take seconds. Where they take minutes, a network is between, and it
 * stalls.
 */
const MAX_MS = 120_000;

/** So often is the clock looked at. */
const STEP = 1000;

/** What all searches of a run may cost together. */
export class SearchLimits {
  private readonly until: number;
  private entries = 0;
  private readonly max: { readonly entries: number; readonly ms: number };

  constructor(max = { entries: MAX_ENTRIES, ms: MAX_MS }) {
    this.max = max;
    this.until = performance.now() + max.ms;
  }

  /** To be called for each file and folder below `word`; throws `InputError` once there are too many. */
  count(word: string): void {
    if (++this.entries > this.max.entries) {
      throw tooLarge(`${word}: the search was given up after ${this.max.entries} files and folders`);
    }
    if (this.entries % STEP === 0 && performance.now() > this.until) {
      throw tooLarge(`${word}: the search was given up after ${this.max.ms / 1000} s`);
    }
  }
}

function tooLarge(message: string): InputError {
  return new InputError(SEARCH_LIMIT, message, { next: NAME_FOLDERS });
}
