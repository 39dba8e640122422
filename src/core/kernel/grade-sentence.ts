import type { OperatingSystem } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import { GRADE_WORDS, GRADES } from './grade.ts';
import { SYSTEM_NAMES } from './knowledge.ts';
import type { Origin } from './systems/statement.ts';

/**
 * One sentence on what predictions for a system rest on: `macOS: from the source (XNU …), not tried by us; …`.
 * Undefined if all of it was seen by us, and so nothing has to be said.
 */
export function gradeSentence(system: OperatingSystem, origins: readonly Origin[]): string | undefined {
  const parts = GRADES.flatMap((grade) => {
    if (grade === 'seen' || grade === 'unknown') return [];
    const places = origins.filter((origin) => origin.grade === grade).map(({ place }) => place);
    return places.length === 0 ? [] : [`${GRADE_WORDS[grade]} (${[...new Set(places)].join('; ')})`];
  });
  const isTried = origins.every(({ grade }) => grade === 'observed' || grade === 'seen');
  const hasGaps = origins.some(({ grade }) => grade === 'unknown');
  if (parts.length === 0 && !hasGaps) return undefined;
  const gaps = hasGaps ? ['in part not established'] : [];
  const trial = isTried
    ? ''
    : ', not tried by us; niostat kernel --save FILE tries it on a machine, --kernel FILE uses its answers';
  return `${SYSTEM_NAMES[system]}: ${listed([...parts, ...gaps])}${trial}.`;
}
