import { InputError } from '../../core/errors/input-error.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { WordEntry } from '../../core/words/vocabulary.ts';
import { renderProblems } from '../../output/problems.ts';
import { safeText } from '../../output/safe-text.ts';
import { COURSE } from './course.ts';
import type { LessonFrame, LessonStart } from './lesson-frame.ts';
import type { LessonState, PlayedScreen } from './lesson-state.ts';
import { courseNumber } from './list.ts';
import { loadLesson } from './live/load-lesson.ts';
import { lessonFile } from './live/read-course.ts';
import { pickedValues } from './pick-values.ts';
import { type LoadedLesson, prepare, prepareStep } from './prepare.ts';
import { type KeptProgress, type LessonProgress, lessonKey, lessonProgress } from './progress.ts';

export interface OpenOptions {
  /** Where its progress is kept. */
  readonly key: string;
  /** The folder of the lessons that come with niostat. */
  readonly folder: string;
  readonly kept: KeptProgress;
  /** What --seed says, if it says anything. */
  readonly seed: string | undefined;
  /** Makes a seed. */
  readonly newSeed: () => string;
  /** The entries of some words. */
  readonly entriesOf: (words: readonly string[]) => readonly WordEntry[];
}

/** A lesson that can be played. */
export interface OpenedLesson {
  readonly id: string;
  readonly seed: string;
  readonly frame: LessonFrame;
  readonly start: LessonStart;
  /** True if it goes on where it was left. */
  readonly isResumed: boolean;
}

/**
 * Reads a lesson, and goes on where the student has left it, with the same numbers. Throws `InputError` with
 * all that is wrong with its file.
 */
export async function openLesson(file: string, options: OpenOptions): Promise<OpenedLesson> {
  const loaded = await loadedOrThrow(file);
  const { lesson } = loaded;
  const progress = lessonProgress(options.kept.get(options.key));
  const isResumed = progress?.at !== undefined && (options.seed === undefined || options.seed === progress.seed);
  const seed = isResumed && progress !== undefined ? progress.seed : (options.seed ?? options.newSeed());
  const { prepared, problems } = prepare(loaded, pickedValues(lesson.vary, seed), seed);
  if (problems.length > 0)
    throw broken(
      file,
      problems.map(({ pointer, message }) => ({
        severity: 'error' as const,
        message,
        location: lesson.placeOf(pointer),
      })),
    );
  const number = courseNumber(lesson.id);
  const askAgain = (pointer: string): PlayedScreen | undefined => again(loaded, pointer, seed);
  return {
    id: lesson.id,
    seed,
    isResumed,
    frame: {
      prepared,
      number,
      of: COURSE.length,
      next: nextLines(number),
      words: () => options.entriesOf(lesson.words),
      askAgain,
    },
    start: {
      earlier: isResumed ? [] : await earlierQuestions(lesson.id, options),
      at: isResumed ? progress?.at : undefined,
      missed: isResumed ? (progress?.missed ?? []) : [],
      met: progress?.met ?? [],
    },
  };
}

/** Reads a lesson with its labs. Throws `InputError` with all that is wrong with them. */
async function loadedOrThrow(file: string): Promise<LoadedLesson> {
  const result = await loadLesson(file);
  if ('loaded' in result) return result.loaded;
  throw broken(file, result.problems);
}

function broken(file: string, problems: Parameters<typeof renderProblems>[0]): InputError {
  const [first] = problems;
  const message =
    problems.length === 1 && first !== undefined
      ? renderProblems([first])
      : `${file} cannot be played\n${renderProblems(problems)}`;
  return new InputError('BAD_LESSON', message, { next: `niostat teach --check ${file}` });
}

/** A question that was missed, with other numbers. */
function again(loaded: LoadedLesson, pointer: string, seed: string): PlayedScreen | undefined {
  const { vary, id } = loaded.lesson;
  const screen = prepareStep(loaded, pointer, pickedValues(vary, seed, 1));
  return screen && { part: 'again', screen, lesson: id };
}

/**
 * The same in a later lesson. It names its own: one table may have two answers, in lessons with two versions
 * of Dynamips.
 */
function earlier(loaded: LoadedLesson, pointer: string, seed: string): PlayedScreen | undefined {
  const { vary, id, title } = loaded.lesson;
  const screen = prepareStep(loaded, pointer, pickedValues(vary, seed, 2));
  return screen && { part: 'earlier', screen, lesson: id, from: `lesson ${courseNumber(id)}: ${title}` };
}

/** A question that was missed in the nearest lesson before this one comes first, with other numbers. */
async function earlierQuestions(id: string, { folder, kept }: OpenOptions): Promise<PlayedScreen[]> {
  const at = COURSE.indexOf(id);
  const before = at < 0 ? [] : COURSE.slice(0, at);
  const missed = before.findLast((one) => (lessonProgress(kept.get(lessonKey(one)))?.missed.length ?? 0) > 0);
  if (missed === undefined) return [];
  const progress = lessonProgress(kept.get(lessonKey(missed))) as LessonProgress;
  const result = await loadLesson(lessonFile(folder, missed));
  if ('problems' in result) return [];
  return [earlier(result.loaded, progress.missed[0] ?? '', progress.seed) ?? []].flat();
}

function nextLines(number: number | undefined): string[] {
  const id = number === undefined ? undefined : COURSE[number];
  if (id !== undefined) return [`Next: niostat teach ${id}`];
  return number === undefined ? ['Next: niostat teach lists the lessons.'] : ['Next: niostat teach practice'];
}

/** What is said when the window is gone. */
export function lastWords(state: LessonState, { prepared, next, number }: LessonFrame, typed: string): string[] {
  const name = number === undefined ? prepared.lesson.title : `Lesson ${number}`;
  if (state.isDone) return [`${name} is done.`, ...next].map(safeText);
  return [`${name} goes on where you have left it: niostat teach ${commandWord(typed)}`].map(safeText);
}
