import { statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { carriedNamesIn } from '../../../world/files/own-files.ts';

/**
 * The lesson files that a path means: itself, or the .yaml files of a folder in the order of their names.
 * A pipe or a device in a folder is none, and would be waited for.
 */
export async function lessonFilesIn(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const names = carriedNamesIn(path) ?? (isFolder ? await readdir(path).catch((): string[] => []) : undefined);
  if (names === undefined) return [path];
  return names
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .map((name) => join(path, name))
    .filter((file) => !isPipeOrDevice(file));
}

function isPipeOrDevice(file: string): boolean {
  try {
    const info = statSync(file);
    return !info.isFile() && !info.isDirectory();
  } catch {
    // Reading it tells why.
    return false;
  }
}
