import type { LabFile } from '../../world/files/lab-files.ts';
import { patchFor } from './live/patch.ts';
import { bytesOf, type WriteTarget, writeLabs } from './live/write-labs.ts';
import type { Planned } from './plan.ts';

export type { WriteTarget };

/**
 * Writes the changed labs (`writeLabs`); files that are there are replaced only if `overwrites`. Returns the
 * paths.
 */
export function writePlan(
  { texts }: Planned,
  files: readonly LabFile[],
  target: WriteTarget,
  overwrites: boolean,
): Promise<readonly string[]> {
  const changed = files.map((file, index) => ({ file, text: texts[index] ?? file.text }));
  return writeLabs(changed, target, overwrites);
}

/** The changed text of the only file, in its encoding. */
export function plannedBytes({ texts }: Planned, [file]: readonly LabFile[]): Uint8Array {
  return file === undefined ? new Uint8Array() : bytesOf({ ...file, text: texts[0] ?? '' });
}

/** One patch of all files that change, for `patch -p0` in this folder (`patchFor`). */
export function patchOf({ texts, edits }: Planned, files: readonly LabFile[]): string {
  return patchFor(files.map((file, index) => ({ file, text: texts[index] ?? file.text, edits: edits[index] ?? [] })));
}
