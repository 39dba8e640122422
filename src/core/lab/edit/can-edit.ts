import type { LabFormat } from '../lab.ts';

/**
 * True if changes of a lab of this format can be made in its file (`editLabs`). Apart from the editors, which
 * checks do without.
 */
export function canEdit(format: LabFormat): boolean {
  return format === 'dynagen' || format === 'scenario';
}
