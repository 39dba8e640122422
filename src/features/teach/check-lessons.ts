import type { Problem } from '../../core/lab/problem.ts';
import { checkLesson } from './check/check-lesson.ts';
import { COURSE } from './course.ts';
import { lessonFilesIn } from './live/lesson-files.ts';
import { loadLesson } from './live/load-lesson.ts';
import type { LoadedLesson } from './prepare.ts';
import type { CheckedProblem, TeachCheck } from './result.ts';

/**
 * Checks lesson files, and those in folders, before they are used. `isExplained` tells whether the vocabulary
 * has a word.
 */
export async function checkLessons(
  paths: readonly string[],
  isExplained: (word: string) => boolean,
): Promise<TeachCheck> {
  const problems: CheckedProblem[] = [];
  const loaded: LoadedLesson[] = [];
  const files: string[] = [];
  for (const path of paths) {
    const found = await lessonFilesIn(path);
    if (found.length === 0) problems.push(noLessonIn(path));
    files.push(...found);
  }
  for (const file of files) {
    const result = await loadLesson(file);
    if ('loaded' in result) loaded.push(result.loaded);
    else problems.push(...result.problems.map(flat));
  }
  const known = new Set([...COURSE, ...loaded.map(({ lesson }) => lesson.id)]);
  const fileOf = new Map<string, string>();
  for (const one of loaded) {
    const { lesson } = one;
    const twin = fileOf.get(lesson.id);
    if (twin !== undefined)
      problems.push(flat({ message: `${twin} has the id ${lesson.id} too`, location: lesson.placeOf('/id') }));
    fileOf.set(lesson.id, lesson.file);
    const unknown = lesson.words.flatMap((word, index) =>
      isExplained(word)
        ? []
        : [
            {
              pointer: `/words/${index}`,
              message: `niostat explain does not know "${word}": the key w would show nothing`,
            },
          ],
    );
    for (const { pointer, message } of [...checkLesson(one, known), ...unknown])
      problems.push(flat({ message, location: lesson.placeOf(pointer) }));
  }
  return {
    schemaVersion: 1,
    outcome: problems.length === 0 ? 'clean' : 'findings',
    lessons: files.length,
    problems: sorted(problems),
  };
}

/** A ✓ for nothing would be taken for a proof. */
function noLessonIn(folder: string): CheckedProblem {
  return {
    file: folder,
    line: 1,
    column: 1,
    message: 'there is no lesson in this folder: the name of one ends in .yaml',
  };
}

function flat({ message, location: { file, line, column } }: Pick<Problem, 'message' | 'location'>): CheckedProblem {
  return { file, line, column, message };
}

function sorted(problems: readonly CheckedProblem[]): CheckedProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return [...problems].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
