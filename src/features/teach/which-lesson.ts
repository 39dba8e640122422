import { InputError } from '../../core/errors/input-error.ts';
import { nearestWord } from '../../core/text/nearest-word.ts';
import { COURSE } from './course.ts';
import { lessonFile } from './live/read-course.ts';

/** The lesson that somebody has typed: one of niostat's, or a file. */
export type WhichLesson =
  | { readonly id: string; readonly file: string }
  | { readonly id: undefined; readonly file: string };

/**
 * What is meant by an id, a number or a path. `others` are words that may be meant too, such as `walk`.
 * Throws `InputError` where nothing is.
 */
export function whichLesson(typed: string, folder: string, isFile: boolean, others: readonly string[]): WhichLesson {
  const id = /^\d{1,3}$/.test(typed) ? COURSE[Number(typed) - 1] : COURSE.find((one) => one === typed.toLowerCase());
  if (id !== undefined) return { id, file: lessonFile(folder, id) };
  if (isFile || /[/\\]|\.ya?ml$/i.test(typed)) return { id: undefined, file: typed };
  const meant = nearestWord(typed, [...COURSE, ...others]);
  const guess = meant === undefined ? '' : `; did you mean ${others.includes(meant) ? 'teach ' : ''}${meant}?`;
  const what = /^\d+$/.test(typed)
    ? `there is no lesson ${typed}: they are 1 to ${COURSE.length}`
    : `there is no lesson "${typed}"`;
  throw new InputError('NO_LESSON', `${what}${guess}`, { next: 'niostat teach lists the lessons' });
}
