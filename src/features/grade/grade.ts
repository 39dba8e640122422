import { isProblem } from '../../core/teach/problem.ts';
import type { Ui } from '../../core/ui.ts';
import { EXERCISES } from '../practice/exercises.ts';
import { classTable } from './class-table.ts';
import { type Expected, type Judged, judgeFile } from './judge-file.ts';
import { readFiles } from './live/read-files.ts';
import type { GradeResult, MisfitFile } from './result.ts';

/**
 * Grades result files, and those in folders: what each is worth is worked out from its seed and its answers.
 * Throws `InputError` if there is none, or there are too many.
 */
export async function grade(paths: readonly string[], expected: Expected, ui: Ui): Promise<GradeResult> {
  const judged: Judged[] = [];
  const misfits: MisfitFile[] = [];
  let [files, passedOver] = [0, 0];
  for await (const { path, ...read } of readFiles(paths, ui.signal)) {
    ui.progress(`file ${files + 1}: ${path}`);
    if ('passedOver' in read) {
      passedOver++;
      continue;
    }
    files++;
    const one = 'problem' in read ? read : judgeFile(path, read.text, expected);
    if (isProblem(one)) misfits.push({ file: path, problem: one.problem });
    else judged.push(one);
  }
  const table = classTable(
    judged,
    EXERCISES.map(({ id }) => id),
  );
  const all = [...misfits, ...table.misfits];
  return {
    schemaVersion: 1,
    outcome: all.length > 0 ? 'findings' : 'clean',
    ...(expected.class !== undefined && { class: expected.class }),
    files,
    passedOver,
    tasks: table.tasks,
    students: table.students,
    beliefs: table.beliefs,
    misfits: all,
  };
}
