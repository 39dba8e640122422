import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import { REASONS } from '../../../world/files/reasons.ts';

/** A class has thirty students and a dozen exercises; more than this is another folder. */
const MOST_FILES = 1000;

/** Entries of folders that are looked at, files or not. */
const MOST_ENTRIES = 20_000;

/** Folders within folders: class, student, exercise, and some more. */
const DEEPEST = 8;

/** A result with its log has some kB; what is larger was made by no practice. */
const MOST_BYTES = 2 * 1024 * 1024;

/** A file with its text, or why it cannot be read; or a file in a folder that is no result. */
export type ReadFile = { readonly path: string } & (
  | { readonly text: string }
  | { readonly problem: string }
  | { readonly passedOver: true }
);

/**
 * Reads the files that are named, and all `.json` files in the folders that are named, by name. In folders
 * links are not followed, and of files without name and content of a result it is only told that they are
 * there.
 * Throws `InputError` for a path that is not there, for too many files, and where there is none.
 */
export async function* readFiles(paths: readonly string[], signal: AbortSignal): AsyncGenerator<ReadFile> {
  const named = await filesOf(paths);
  if (named.length === 0) {
    throw new InputError('NO_RESULTS', `there is no .json file in ${paths.join(', ')}`, {
      next: 'name result files of practice and quiz, or folders that hold them',
    });
  }
  for (const { path, isNamed } of named) {
    if (signal.aborted) return;
    const read = await readOne(path);
    const isOther =
      'text' in read && !isNamed && !NAME_OF_RESULT.test(path) && !/"result"\s*:/.test(read.text.slice(0, 2000));
    yield isOther ? { path, passedOver: true } : { path, ...read };
  }
}

/** As practice and quiz name their files. A broken one is told, for its student has handed it in. */
const NAME_OF_RESULT = /(?:^|[/\\])(?:result|quiz-[^/\\]*)\.json$/i;

interface Named {
  readonly path: string;
  /** True if the user has named the file itself. */
  readonly isNamed: boolean;
}

async function filesOf(paths: readonly string[]): Promise<Named[]> {
  const found: Named[] = [];
  const entries = { left: MOST_ENTRIES };
  for (const path of paths) {
    const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(error.code ?? 'UNKNOWN', `cannot read ${path}: ${reasonOf(error)}`);
    });
    if (info.isDirectory())
      for await (const file of filesIn(path, entries, DEEPEST)) found.push({ path: file, isNamed: false });
    else found.push({ path, isNamed: true });
    if (found.length > MOST_FILES) {
      throw new InputError('TOO_MANY', `there are more than ${MOST_FILES} files`, {
        next: 'grade one class at a time',
      });
    }
  }
  const once = new Map(found.map((one) => [one.path, one]));
  return [...once.values()];
}

async function* filesIn(folder: string, entries: { left: number }, deep: number): AsyncGenerator<string> {
  const all = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.left -= all.length;
  if (entries.left < 0) {
    throw new InputError('TOO_MANY', `there are more than ${MOST_ENTRIES} files in these folders`, {
      next: 'name a folder that holds results and little else',
    });
  }
  for (const entry of all.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && deep > 0) yield* filesIn(path, entries, deep - 1);
    else if (entry.isFile() && /\.json$/i.test(entry.name)) yield path;
  }
}

/** Never waits: a pipe or a device is no result. */
async function readOne(path: string): Promise<{ text: string } | { problem: string }> {
  try {
    const info = await lstat(path).then((one) => (one.isSymbolicLink() ? stat(path) : one));
    if (!info.isFile()) return { problem: 'it is not a file' };
    if (info.size > MOST_BYTES) return { problem: `it is larger than ${MOST_BYTES / 1024 / 1024} MiB` };
    const file = await open(path, 'r');
    try {
      // A file may grow while it is read: no more than that is taken.
      const bytes = Buffer.alloc(info.size);
      const { bytesRead } = await file.read(bytes, 0, info.size, 0);
      return textOf(bytes.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    return { problem: `it cannot be read: ${reasonOf(error as NodeJS.ErrnoException)}` };
  }
}

function textOf(bytes: Buffer): { text: string } | { problem: string } {
  if (bytes.length === 0) return { problem: 'it is empty' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'it is no text (not UTF-8)' };
  }
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}
