import type { OperatingSystem } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import { GRADE_WORDS, GRADES, type Grade } from './grade.ts';
import { SYSTEM_NAMES } from './knowledge.ts';
import type { Origin } from './systems/statement.ts';

/**
 * One sentence on what predictions for a system rest on: `macOS: from the source (XNU …), not tried by us`.
 * Undefined if all of it was seen by us, and so nothing has to be said.
 */
export function gradeSentence(system: OperatingSystem, origins: readonly Origin[]): string | undefined {
  const parts = GRADES.flatMap((grade) => {
    if (grade === 'seen' || grade === 'unknown') return [];
    const places = origins.filter((origin) => origin.grade === grade).map(({ place }) => place);
    return places.length === 0 ? [] : [`${GRADE_WORDS[grade]} (${[...new Set(places)].join('; ')})`];
  });
  const grades = new Set(origins.map(({ grade }) => grade));
  if (grades.has('unknown')) parts.push('in part not established');
  if (parts.length === 0) return undefined;
  const isTried = !['source', 'documented', 'reported', 'unknown'].some((grade) => grades.has(grade as Grade));
  const next = grades.has('observed') ? '' : '; niostat kernel --save FILE tries it, --kernel FILE uses the answers';
  return `${SYSTEM_NAMES[system]}: ${listed(parts)}${isTried ? '' : `, ${grades.has('observed') ? 'all but the first ' : ''}not tried by us${next}`}.`;
}
