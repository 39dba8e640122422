import { groupBy } from '../../core/group-by.ts';
import { REFUTED_AT } from '../../core/teach/refuted-at.ts';
import type { Judged } from './judge-file.ts';
import type { MisfitFile, SeenBelief, Student, Task } from './result.ts';

/** What a class has handed in. */
export interface ClassTable {
  readonly tasks: readonly Task[];
  readonly students: readonly Student[];
  readonly beliefs: readonly SeenBelief[];
  /** Files of which another one of the same student counts. */
  readonly misfits: readonly MisfitFile[];
}

/** Puts files together: one for each student and task, that with most points. `order`: of exercises. */
export function classTable(judged: readonly Judged[], order: readonly string[]): ClassTable {
  const { counted, misfits } = oneEach(judged);
  const students = [...groupBy(counted, ({ student }) => student)].map(([name, own]): Student => {
    const results = own.map(({ result }) => result);
    return {
      name,
      sum: sumOf(results.map(({ points }) => points)),
      hints: sumOf(results.map(({ hints }) => hints)),
      results,
    };
  });
  return {
    tasks: tasksOf(counted, order),
    students: students.sort((one, other) => byName(one.name, other.name)),
    beliefs: beliefsOf(students),
    misfits,
  };
}

/** Points have one digit behind the point. */
function sumOf(numbers: readonly number[]): number {
  return Math.round(10 * numbers.reduce((sum, one) => sum + one, 0)) / 10;
}

/** Of several files of a student that with most points counts; of equal ones that with the longest log. */
function oneEach(judged: readonly Judged[]): { counted: Judged[]; misfits: MisfitFile[] } {
  const misfits: MisfitFile[] = [];
  const groups = groupBy(judged, ({ student, task, result }) =>
    // Without a name nobody knows whether two files are of one student.
    JSON.stringify(student.startsWith('(') ? [student, task.id, result.file] : [student, task.id]),
  );
  const counted = [...groups.values()].map((files) => {
    const best = files.reduce((one, other) => (isBetter(other, one) ? other : one));
    for (const other of files.filter((file) => file !== best)) {
      const problem = `${other.student} has handed in ${other.task.id} more than once: ${best.result.file} counts, ${whyBetter(best, other)}`;
      misfits.push({ file: other.result.file, problem });
    }
    return best;
  });
  return { counted, misfits };
}

function isBetter(one: Judged, other: Judged): boolean {
  const points = one.result.points - other.result.points;
  return points > 0 || (points === 0 && one.acts > other.acts);
}

function whyBetter(best: Judged, other: Judged): string {
  if (best.result.points > other.result.points)
    return `with ${best.result.points} points against ${other.result.points}`;
  return best.acts > other.acts ? 'in which more was done' : 'which came first';
}

function tasksOf(counted: readonly Judged[], order: readonly string[]): Task[] {
  const tasks = new Map(counted.map(({ task }) => [task.id, task]));
  const rank = ({ id, kind }: Task): number => (kind === 'quiz' ? order.length : order.indexOf(id));
  return [...tasks.values()].sort((one, other) => rank(one) - rank(other) || byName(one.id, other.id));
}

/** How many students had each belief, those of most first. */
function beliefsOf(students: readonly Student[]): SeenBelief[] {
  const counts = new Map<string, number>();
  for (const { results } of students) {
    for (const belief of new Set(results.flatMap(({ beliefs }) => beliefs))) {
      counts.set(belief, (counts.get(belief) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([one, count], [other, otherCount]) => otherCount - count || byName(one, other))
    .map(([belief, count]) => ({
      belief,
      students: count,
      ...(Object.hasOwn(REFUTED_AT, belief) ? REFUTED_AT[belief] : {}),
    }));
}

/** `student2` before `student10`, on every machine. */
const NAMES = new Intl.Collator('en', { numeric: true });

function byName(one: string, other: string): number {
  return NAMES.compare(one, other);
}
