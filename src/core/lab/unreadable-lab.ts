import type { Problem } from './problem.ts';

/** A file that was to be read as a lab, and what kept it from being one. */
export interface UnreadableLab {
  readonly file: string;
  /** That of the `InputError` it would be alone: `BAD_LAB`, `NOT_UTF8`, `EACCES`. */
  readonly code: string;
  /** What is wrong, in one line, with the name of the file. */
  readonly message: string;
  /** Where, if the text could be read; empty otherwise. */
  readonly problems: readonly Problem[];
}
