import { stringify } from 'csv-stringify/sync';
import { safeResult } from '../../../output/safe-text.ts';
import type { GradeResult } from '../result.ts';

/** A row for each student and task; text that a spreadsheet would run as a formula is escaped. */
export function gradeCsv(result: GradeResult): string {
  const rows = safeResult(result).students.flatMap(({ name, results }) =>
    results.map((one) => ({
      student: name,
      task: one.task,
      points: one.points,
      hints: one.hints,
      solved: one.isSolved ? 'yes' : 'no',
      givenUp: one.hasGivenUp ? 'yes' : 'no',
      open: one.open.join(', '),
      beliefs: one.beliefs.join(', '),
      seconds: one.seconds,
      file: one.file,
    })),
  );
  return stringify(rows, { header: true, escape_formulas: true, columns: COLUMNS }).trimEnd();
}

const COLUMNS = ['student', 'task', 'points', 'hints', 'solved', 'givenUp', 'open', 'beliefs', 'seconds', 'file'];
