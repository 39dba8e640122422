import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Lab, Location } from '../../../core/lab/lab.ts';
import type { Problem } from '../../../core/lab/problem.ts';
import { readLab } from '../../../core/lab/read-lab.ts';
import { loadText } from '../../../world/files/load-text.ts';
import type { LabSource, Lesson } from '../lesson.ts';
import type { LoadedLesson } from '../prepare.ts';
import { readLesson } from '../read-lesson.ts';

/**
 * A screen has some ten links; every step and every number of `vary` plays the lab anew. A lab with more is
 * not for a lesson, and one with thousands would be waited for.
 */
const MOST_LINKS = 50;
const MOST_DEVICES = 50;

/** Bytes: fifty links are some thousand of them, in a project of GNS3 some ten thousand. */
const MOST_BYTES = 1024 * 1024;

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
  for (const { source, pointer } of labSources(lesson)) {
    if ('inline' in source) {
      wrong.push(...excess([source.inline], lesson.placeOf(`${pointer}/scenario`)));
      continue;
    }
    const { path } = source;
    if (labs.has(path)) continue;
    const result = await labsOf(join(dirname(file), path), lesson.placeOf(`${pointer}/lab`));
    if ('problems' in result) wrong.push(...result.problems);
    else labs.set(path, result.labs);
  }
  return wrong.length > 0 ? { problems: wrong } : { loaded: { lesson, labs } };
}

/** Each lab with the place of the step, or of the lesson, that has it. */
function labSources({ lab, steps }: Lesson): Array<{ source: LabSource; pointer: string }> {
  return [{ lab, pointer: '' }, ...steps].flatMap(({ lab: source, pointer }) =>
    source === undefined ? [] : [{ source, pointer }],
  );
}

async function labsOf(file: string, place: Location): Promise<{ labs: readonly Lab[] } | { problems: Problem[] }> {
  const odd = oddness(file);
  if (odd !== undefined) return { problems: [error(`the lab of the lesson: ${file} ${odd}`, place)] };
  const read = await loadText(file, () => Readable.from([]));
  if ('failure' in read) return { problems: [error(`the lab of the lesson: ${read.failure.message}`, place)] };
  const { labs, problems } = readLab(read.text, file);
  if (labs.length === 0) return { problems: problems.filter(({ severity }) => severity === 'error') };
  const tooMany = excess(labs, place);
  return tooMany.length > 0 ? { problems: tooMany } : { labs };
}

/** What is not read: a pipe would be waited for. What is wrong with other files, their reading tells. */
function oddness(file: string): string | undefined {
  try {
    const info = statSync(file);
    if (info.isDirectory()) return undefined;
    if (!info.isFile()) return 'is not a file';
    return info.size > MOST_BYTES ? 'is larger than 1 MiB' : undefined;
  } catch {
    return undefined;
  }
}

/** What labs have more of than a lesson can show. */
function excess(labs: readonly Lab[], place: Location): Problem[] {
  const links = labs.reduce((sum, lab) => sum + lab.links.length + lab.events.length, 0);
  const devices = labs.reduce((sum, lab) => sum + lab.devices.length, 0);
  if (links > MOST_LINKS)
    return [error(`the lab of a lesson has at most ${MOST_LINKS} links and events, this one has ${links}`, place)];
  if (devices > MOST_DEVICES)
    return [error(`the lab of a lesson has at most ${MOST_DEVICES} devices, this one has ${devices}`, place)];
  return [];
}

function error(message: string, location: Location): Problem {
  return { severity: 'error', message, location };
}
