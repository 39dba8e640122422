import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The ids of the lessons in a folder, in the order of the names of their files. */
export async function lessonIds(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const texts = files
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(texts)).flatMap((text) => /^id: *([\w-]+)/m.exec(text)?.[1] ?? []);
}
