import { join } from 'node:path';
import { Readable } from 'node:stream';
import { loadText } from '../../../world/files/load-text.ts';
import { COURSE } from '../course.ts';
import type { Lesson } from '../lesson.ts';
import { readLesson } from '../read-lesson.ts';

/** The lessons of a folder in the order of the course; one that cannot be read is left out. */
export async function readCourse(folder: string): Promise<Lesson[]> {
  const found = await Promise.all(COURSE.map((id) => readOne(lessonFile(folder, id))));
  return found.flatMap((lesson) => lesson ?? []);
}

/** The file of a lesson that comes with niostat. */
export function lessonFile(folder: string, id: string): string {
  return join(folder, `${id}.yaml`);
}

async function readOne(file: string): Promise<Lesson | undefined> {
  const read = await loadText(file, () => Readable.from([]));
  return 'failure' in read ? undefined : readLesson(read.text, file).lesson;
}
