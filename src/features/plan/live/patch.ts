import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import type { TextEdit } from '../../../core/lab/edit/text-edit.ts';
import { unifiedDiff } from '../../../core/lab/edit/unified-diff.ts';
import { type LabFile, refuseArchives } from '../../../world/files/lab-files.ts';

/** A lab file, its text as it is to be, and what leads from the one to the other. */
export interface EditedLab {
  readonly file: LabFile;
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * One patch for all files that change, for `patch -p0` in this folder. Throws `InputError` for what patch
 * does not take: a file outside the folder, standard input, UTF-16, an archive.
 */
export function patchFor(labs: readonly EditedLab[], folder = process.cwd()): string {
  const changed = labs.filter(({ edits }) => edits.length > 0);
  refuseArchives(changed.map(({ file }) => file));
  return changed.map(({ file, text, edits }) => unifiedDiff(nameIn(folder, file), file.text, text, edits)).join('');
}

function nameIn(folder: string, { file, encoding }: LabFile): string {
  if (file === '(stdin)') {
    throw new InputError('BAD_WRITE', 'a patch needs the name of a file, and standard input has none', {
      next: 'name the lab file',
    });
  }
  if (encoding !== undefined) {
    throw new InputError('BAD_WRITE', `${file} is UTF-16, and patch knows lines of bytes only`, {
      next: 'write the changed labs with --write or --write-dir, which keep UTF-16',
    });
  }
  const name = relative(folder, fileThatPatchTakes(resolve(folder, file)));
  if (isAbsolute(name) || name === '..' || name.startsWith(`..${sep}`)) {
    throw new InputError('BAD_WRITE', `${file} is outside this folder, where patch changes nothing`, {
      next: 'run the command in a folder that all labs are in',
    });
  }
  return name.replaceAll(sep, '/');
}

/** patch refuses a symbolic link: it is given the file that the link leads to. */
function fileThatPatchTakes(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
}
