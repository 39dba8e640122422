/**
 * How sure a statement about a kernel is, the surest first:
 * - `observed`: `niostat kernel` asked the very machine, and its answer was loaded with `--kernel`;
 * - `seen`: seen by us on this system, with the real Dynamips;
 * - `source`: read in the source of the kernel or of the library between;
 * - `documented`: the vendor's manual says it;
 * - `reported`: users or developers who measured it say it;
 * - `unknown`: not established.
 */
export const GRADES = ['observed', 'seen', 'source', 'documented', 'reported', 'unknown'] as const;

export type Grade = (typeof GRADES)[number];

/** How a grade is told to the user. */
export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  observed: 'observed',
  seen: 'seen',
  source: 'read in source code',
  documented: 'documented',
  reported: 'reported by users',
  unknown: 'not known',
};

/** The grade of what rests on several statements: that of the least sure one; `observed` if there is none. */
export function leastSure(grades: Iterable<Grade>): Grade {
  let worst = 0;
  for (const grade of grades) worst = Math.max(worst, GRADES.indexOf(grade));
  return GRADES[worst] ?? 'unknown';
}
