import { mkdir, readFile, realpath, rmdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import type { FileToWrite } from '../../../world/files/file-to-write.ts';
import { type LabFile, refuseArchives } from '../../../world/files/lab-files.ts';
import { carriedText } from '../../../world/files/own-files.ts';
import { encodeText } from '../../../world/files/text-encoding.ts';
import { writeAllWhole } from '../../../world/files/write-file.ts';
import { writeRefused } from '../../../world/files/write-refused.ts';

/** Where changed labs go: the only one into a file, or each into a folder under its own name. */
export type WriteTarget = { readonly file: string } | { readonly folder: string };

/** A lab file as it was read, and its text as it is to be. */
export interface ChangedFile {
  readonly file: LabFile;
  readonly text: string;
}

/**
 * Writes labs as `writeAllWhole` does, into a folder only those that change; makes the folder if there is
 * none. Returns the paths. Throws `InputError` if a lab is not any more what was read, if two would have one
 * name, or if something is there already and not to be overwritten; then nothing is written.
 */
export async function writeLabs(
  files: readonly ChangedFile[],
  target: WriteTarget,
  overwrites: boolean,
): Promise<readonly string[]> {
  refuseArchives(files.map(({ file }) => file));
  if ('folder' in target) refuseOneName(files, target.folder);
  await refuseChanged(files);
  const isIntoFolder = 'folder' in target;
  const chosen = isIntoFolder ? files.filter(({ file, text }) => text !== file.text) : files;
  if (chosen.length === 0) return [];
  const isNewFolder = isIntoFolder && (await makeFolder(target.folder));
  try {
    const writes = chosen.map((one) => {
      const path = isIntoFolder ? join(target.folder, basename(one.file.file)) : target.file;
      return { path, write: toWrite(one, path, overwrites) };
    });
    await writeAllWhole(await Promise.all(writes.map(({ write }) => write)));
    return writes.map(({ path }) => path);
  } catch (error) {
    // Only an empty folder goes.
    if (isNewFolder) await rmdir(target.folder).catch(() => undefined);
    throw error;
  }
}

/**
 * A lab that is written into itself must still be what was read; if it is a symbolic link, the file that it
 * leads to is the lab.
 */
async function toWrite({ file, text }: ChangedFile, path: string, overwrites: boolean): Promise<FileToWrite> {
  const content = encodeText(text, file.encoding);
  const realPath = (one: string): Promise<string | undefined> => realpath(one).catch(() => undefined);
  const [source, place] = await Promise.all([realPath(file.file), realPath(path)]);
  if (file.file === STDIN || source === undefined || source !== place) return { path, content, overwrites };
  return { path: source, content, overwrites, was: bytesOf(file) };
}

const STDIN = '(stdin)';

/** The bytes of a lab file with this text, in its encoding. */
export function bytesOf({ text, encoding }: LabFile): Buffer {
  return encodeText(text, encoding);
}

/** A plan for what was read is of no use for what is there now. */
async function refuseChanged(files: readonly ChangedFile[]): Promise<void> {
  for (const { file } of files) {
    if (file.file === STDIN || carriedText(file.file) !== undefined) continue;
    const info = await stat(file.file).catch(() => undefined);
    // What is no file, such as a pipe, can be read once.
    if (info !== undefined && !info.isFile() && !info.isDirectory()) continue;
    const bytes = await readFile(file.file).catch(() => undefined);
    if (bytes?.equals(bytesOf(file)) === true) continue;
    const what = bytes === undefined ? 'cannot be read any more' : 'has changed since it was read';
    throw new InputError('FILE_CHANGED', `${file.file} ${what}, and nothing was written`, {
      next: 'run the command again, to plan what is in it now',
    });
  }
}

/** Names that differ in case only are one file on some systems. */
function refuseOneName(files: readonly ChangedFile[], folder: string): void {
  const seen = new Map<string, string>();
  for (const { file } of files) {
    const name = basename(file.file);
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) {
      throw new InputError('BAD_WRITE', `${first} and ${file.file} would both be ${join(folder, name)}`, {
        next: 'rename one of them, or write them into their own places with --format patch',
      });
    }
    seen.set(name.toLowerCase(), file.file);
  }
}

/** True if it was made; its parent must be there. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw writeRefused(path, error);
    if ((await stat(path).catch(() => undefined))?.isDirectory() === true) return false;
    throw new InputError('NOT_A_FOLDER', `${path} is not a folder`, { next: 'name a folder to write into' });
  }
}
