import { InputError } from '../../core/errors/input-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { Problem } from '../../core/lab/problem.ts';
import { unpackCommand } from '../../core/text/system-commands.ts';
import { loadLabs } from './load-labs.ts';
import type { LoadedText } from './load-text.ts';
import type { Utf16 } from './text-encoding.ts';

/** A file as it was read, and the labs in it. */
export interface LabFile {
  /** As it was named, `(stdin)` for standard input. */
  readonly file: string;
  readonly text: string;
  /** As in `FileText`: what a writer of the file must keep, and what it cannot write. */
  readonly encoding?: Utf16;
  readonly within?: string;
  readonly labs: readonly Lab[];
}

/**
 * Loads lab files as `loadLabs` does, and keeps their texts; throws `InputError` with all problems of all
 * files. No path may be named twice.
 */
export async function loadLabFiles(
  paths: readonly string[],
  load: (path: string) => Promise<LoadedText>,
): Promise<{ files: readonly LabFile[]; warnings: readonly Problem[] }> {
  const read = new Map<string, LoadedText>();
  const { labs, warnings } = await loadLabs(paths, async (path) => {
    const loaded = await load(path);
    read.set(path, loaded);
    return loaded;
  });
  const files = paths.map((path): LabFile => {
    const file = path === '-' ? '(stdin)' : path;
    const loaded = read.get(path);
    return {
      ...(loaded !== undefined && 'text' in loaded ? loaded : { text: '' }),
      file,
      labs: labs.filter((lab) => lab.file === file),
    };
  });
  return { files, warnings };
}

/** Throws `InputError` if a file is an archive: nothing is written into one, nor its project in its place. */
export function refuseArchives(files: readonly LabFile[]): void {
  const archive = files.find(({ within }) => within !== undefined);
  if (archive?.within === undefined) return;
  const { file, within } = archive;
  throw new InputError('BAD_WRITE', `${file} is an archive, and niostat does not write into archives`, {
    next:
      file === '(stdin)'
        ? `save the archive as a file, unpack it, and plan the ${within} in it`
        : `unpack the project and plan it: ${unpackCommand(file, within)}`,
  });
}
