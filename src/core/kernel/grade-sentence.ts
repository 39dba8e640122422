import type { OperatingSystem } from '../lab/lab.ts';
import { SYSTEM_NAMES } from '../text/system-names.ts';
import type { Grade } from './grade.ts';
import type { Origin } from './systems/statement.ts';

/** Who wrote the documents of each system. */
const MAKERS: Readonly<Record<OperatingSystem, string>> = {
  linux: 'its makers',
  windows: 'Microsoft',
  darwin: 'Apple',
};

/**
 * One sentence on what predictions for a system rest on: `macOS: read in source code, not tried by us; …`.
 * Undefined if all of it was seen by us, and so nothing has to be said. The places are in the JSON.
 */
export function gradeSentence(system: OperatingSystem, origins: readonly Origin[]): string | undefined {
  const has = (grade: Grade): boolean => origins.some((origin) => origin.grade === grade);
  const read = [
    ...(has('source') ? ['read in source code'] : []),
    ...(has('documented') ? [`documented by ${MAKERS[system]}`] : []),
    ...(has('reported') ? ['reported by users'] : []),
  ];
  const open = has('unknown') ? ['in part not known'] : [];
  const rest = read.length === 0 ? open.join('') : `${joined([...read, ...open])}, not tried by us`;
  const observed = [...new Set(origins.filter(({ grade }) => grade === 'observed').map(({ place }) => place))];
  const name = SYSTEM_NAMES[system];
  if (observed.length > 0) {
    const others = rest === '' ? '' : `; the rest is ${rest === 'in part not known' ? 'not known' : rest}`;
    return `${name}: observed (${observed.join('; ')})${others}.`;
  }
  if (rest === '') return undefined;
  // What is only not known may be a program or a name, which no kernel can be asked about.
  return `${name}: ${rest}${read.length === 0 ? '' : '; `niostat kernel` tries it there'}.`;
}

function joined(parts: readonly string[]): string {
  return parts.length === 1 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
