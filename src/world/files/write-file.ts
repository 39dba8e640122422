import type { FileToWrite, WriteOptions } from './file-to-write.ts';
import { StagedFile } from './staged-file.ts';

/**
 * Writes a file as a whole or not at all: beside it under another name, onto the disk, then into its place. A
 * file that is replaced keeps its permissions and, where the system lets us, its owner. Throws `InputError`
 * for a place that is not to be written to, and `WorldError` if the system refuses.
 */
export async function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions): Promise<void> {
  await writeAllWhole([{ ...options, path, content }]);
}

/**
 * Writes several files, each as `writeWhole` does. All of them are on the disk under other names, and all of
 * their places are found good, before the first one gets its name; where one is refused after all, those
 * before it are written, and the error says which.
 */
export async function writeAllWhole(files: readonly FileToWrite[]): Promise<void> {
  const staged: StagedFile[] = [];
  const written: string[] = [];
  try {
    for (const file of files) staged.push(await StagedFile.of(file));
    for (const one of staged) {
      await one.put(written);
      written.push(one.path);
    }
  } finally {
    for (const one of staged) await one.discard();
  }
}
