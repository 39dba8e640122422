import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { PracticeResultFile } from '../../../core/teach/result-file.ts';
import { makeFolder } from '../../../world/files/make-folder.ts';
import { REASONS } from '../../../world/files/reasons.ts';
import { writeAllWhole } from '../../../world/files/write-file.ts';
import type { Texts } from '../labs-of-files.ts';
import { readResult } from '../read-result.ts';

/** The name of the file in which a practice says what was done. */
export const RESULT_FILE = 'result.json';

/** The folder in which practices are made, if nobody names another one. */
export const PRACTICE_FOLDER = 'niostat-practice';

/** Where an exercise is made then. */
export function usualFolder(exercise: string): string {
  return `${PRACTICE_FOLDER}/${exercise}`;
}

/** A practice of an hour writes a hundred times less. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * What a practice in this folder has left; undefined if there was none. Throws `InputError` for a file of
 * that name that is something else, and `WorldError` if it cannot be read.
 */
export function resultIn(folder: string): PracticeResultFile | undefined {
  const path = join(folder, RESULT_FILE);
  const text = textOf(path);
  if (text === undefined) return undefined;
  const result = readResult(text);
  if (result !== undefined) return result;
  throw new InputError('NOT_A_RESULT', `${path} is not the result of a practice`, {
    next: 'name another folder with --folder, or take that file away',
  });
}

function textOf(path: string): string | undefined {
  try {
    const info = statSync(path);
    // A pipe would be waited for, and a device may never end.
    return !info.isFile() || info.size > MOST_BYTES ? '' : readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new WorldError(code, `cannot read ${path}: ${REASONS[code] ?? message}`, {
      next: 'name another folder with --folder',
    });
  }
}

/** Makes the folder with the files. Throws `InputError` where a file is there, which stays as it is. */
export async function layOut(folder: string, files: Texts): Promise<void> {
  try {
    makeFolder(folder);
    readdirSync(folder);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is a file' : (REASONS[code] ?? message);
    throw new WorldError(code, `cannot use ${folder} as a folder: ${why}`, { next: 'name another one with --folder' });
  }
  await writeAllWhole(pathsOf(folder, files, false)).catch((error: unknown) => {
    if (!(error instanceof InputError) || error.code !== 'FILE_EXISTS') throw error;
    throw new InputError('FILE_EXISTS', error.message, { next: 'name another folder with --folder' });
  });
}

/** Writes the files over those that are there. Throws what `writeAllWhole` throws. */
export function putBack(folder: string, files: Texts): Promise<void> {
  return writeAllWhole(pathsOf(folder, files, true));
}

function pathsOf(folder: string, files: Texts, overwrites: boolean) {
  return Object.entries(files).map(([name, content]) => ({ path: join(folder, name), content, overwrites }));
}
