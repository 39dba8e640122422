import type { OperatingSystem } from '../lab/lab.ts';
import { GRADE_WORDS, type Grade } from './grade.ts';
import { SYSTEM_NAMES } from './knowledge.ts';
import type { Origin } from './systems/statement.ts';

/** Grades of what we have read and not tried. */
const READ: readonly Grade[] = ['source', 'documented', 'reported'];

/**
 * One sentence on what predictions for a system rest on: `macOS: from the source (XNU …), not tried by us`.
 * Undefined if all of it was seen by us, and so nothing has to be said.
 */
export function gradeSentence(system: OperatingSystem, origins: readonly Origin[]): string | undefined {
  const has = (grade: Grade): boolean => origins.some((origin) => origin.grade === grade);
  const parts = (['observed', ...READ] as const).filter(has).map((grade) => {
    const places = origins.filter((origin) => origin.grade === grade).map(({ place }) => place);
    return `${GRADE_WORDS[grade]} (${[...new Set(places)].join('; ')})`;
  });
  if (has('unknown')) parts.push('in part not established');
  const last = parts.pop();
  if (last === undefined) return undefined;
  const all = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  return `${SYSTEM_NAMES[system]}: ${all}${READ.some(has) ? untried(has('observed')) : ''}.`;
}

/** What is only not established may be a program or a name, which no kernel can be asked about. */
function untried(isObserved: boolean): string {
  return isObserved
    ? ', all but the first not tried by us'
    : ', not tried by us; niostat kernel --save FILE tries it, --kernel FILE uses the answers';
}
