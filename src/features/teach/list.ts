import { present } from '../../core/present.ts';
import { COURSE, goalText } from './course.ts';
import type { Lesson } from './lesson.ts';
import { readCourse } from './live/read-course.ts';
import { type KeptProgress, lessonKey, lessonProgress } from './progress.ts';
import type { ListedExercise, ListedLesson, TeachList } from './result.ts';

/** Lists the lessons in a folder with what this student has done of them, and says what comes next. */
export async function listLessons(
  folder: string,
  kept: KeptProgress,
  exercises: readonly ListedExercise[],
): Promise<TeachList> {
  const found = await readCourse(folder);
  const lessons = found.map((lesson, index) => listed(lesson, index + 1, kept));
  return { schemaVersion: 1, outcome: 'clean', lessons, exercises, next: nextCommand(lessons) };
}

/** The lesson that is begun, else the first new one. */
function nextCommand(lessons: ReadonlyArray<Pick<ListedLesson, 'id' | 'state'>>): string {
  const next = lessons.find(({ state }) => state === 'begun') ?? lessons.find(({ state }) => state === 'new');
  return next === undefined ? 'niostat teach practice' : `niostat teach ${next.id}`;
}

function listed(lesson: Lesson, number: number, kept: KeptProgress): ListedLesson {
  const { id, title, minutes, goals, after, file, steps } = lesson;
  const asks = steps.filter(({ does }) => does === 'ask');
  const progress = lessonProgress(kept.get(lessonKey(id)));
  const at = progress?.at === undefined ? -1 : steps.findIndex(({ pointer }) => pointer === progress.at);
  const isBegun = at > 0;
  const before = steps.slice(0, Math.max(0, at)).filter(({ does }) => does === 'ask').length;
  return present({
    number,
    id,
    title,
    minutes,
    goals: goals.map(goalText),
    after,
    file,
    state: progress?.isDone ? ('done' as const) : isBegun ? ('begun' as const) : ('new' as const),
    questions: asks.length,
    question: isBegun && !progress?.isDone ? Math.min(before + 1, asks.length) : undefined,
  });
}

/** The number of a lesson that comes with niostat, from 1. */
export function courseNumber(id: string): number | undefined {
  const index = COURSE.indexOf(id);
  return index < 0 ? undefined : index + 1;
}
