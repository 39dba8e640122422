import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Lab, Location } from '../../../core/lab/lab.ts';
import type { Problem } from '../../../core/lab/problem.ts';
import { readLab } from '../../../core/lab/read-lab.ts';
import { loadText } from '../../../world/files/load-text.ts';
import type { Lesson } from '../lesson.ts';
import type { LoadedLesson } from '../prepare.ts';
import { readLesson } from '../read-lesson.ts';

/** A lesson with its labs, or all that is wrong with its file and theirs. */
export type LoadResult = { readonly loaded: LoadedLesson } | { readonly problems: readonly Problem[] };

/** Reads a lesson and the labs that it names, from the folder where it lies. */
export async function loadLesson(file: string): Promise<LoadResult> {
  const read = await loadText(file, () => Readable.from([]));
  if ('failure' in read) return { problems: [error(read.failure.message, { file, line: 1, column: 1 })] };
  const { lesson, problems } = readLesson(read.text, file);
  if (lesson === undefined) return { problems };
  const labs = new Map<string, readonly Lab[]>();
  const wrong: Problem[] = [];
  for (const { path, pointer } of labPaths(lesson)) {
    if (labs.has(path)) continue;
    const result = await labsOf(join(dirname(file), path), lesson.placeOf(pointer));
    if ('problems' in result) wrong.push(...result.problems);
    else labs.set(path, result.labs);
  }
  return wrong.length > 0 ? { problems: wrong } : { loaded: { lesson, labs } };
}

/** Each path with the place where it is written. */
function labPaths({ lab, steps }: Lesson): Array<{ path: string; pointer: string }> {
  const sources = [{ lab, pointer: '' }, ...steps];
  return sources.flatMap(({ lab: source, pointer }) =>
    source !== undefined && 'path' in source ? [{ path: source.path, pointer: `${pointer}/lab` }] : [],
  );
}

async function labsOf(file: string, place: Location): Promise<{ labs: readonly Lab[] } | { problems: Problem[] }> {
  const read = await loadText(file, () => Readable.from([]));
  if ('failure' in read) return { problems: [error(`the lab of the lesson: ${read.failure.message}`, place)] };
  const { labs, problems } = readLab(read.text, file);
  return labs.length > 0 ? { labs } : { problems: problems.filter(({ severity }) => severity === 'error') };
}

function error(message: string, location: Location): Problem {
  return { severity: 'error', message, location };
}
