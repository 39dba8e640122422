import type { Lab } from '../lab/lab.ts';
import type { LoadedText } from '../lab/load-text.ts';
import type { Problem } from '../lab/problem.ts';
import { readLab } from '../lab/read-lab.ts';
import { InputError } from './input-error.ts';

export interface LoadedLabs {
  readonly labs: readonly Lab[];
  /** Lines that were passed over. */
  readonly warnings: readonly Problem[];
}

/**
 * Loads lab files, every one of them before giving up. Throws `InputError` with all problems of all files; `load` is how a
 * path becomes text.
 */
export async function loadLabs(
  paths: readonly string[],
  load: (path: string) => Promise<LoadedText>,
): Promise<LoadedLabs> {
  const labs: Lab[] = [];
  const problems: Problem[] = [];
  const failures: string[] = [];
  let code = 'BAD_LAB';
  for (const path of paths) {
    const loaded = await load(path);
    if ('failure' in loaded) {
      failures.push(loaded.failure.message);
      code = loaded.failure.code;
      continue;
    }
    const result = readLab(loaded.text, path === '-' ? '(stdin)' : path);
    labs.push(...result.labs);
    problems.push(...result.problems);
  }
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (failures.length > 0) {
    throw new InputError(code, failures.join('\n'), {
      problems: errors,
      next: 'name a Dynagen .net file or a niostat scenario (.yaml)',
    });
  }
  if (errors.length > 0) {
    const files = new Set(errors.map((error) => error.location.file));
    const [file = ''] = files;
    throw new InputError(
      code,
      files.size === 1 ? `${file} cannot be used as a lab` : `${files.size} files cannot be used as labs`,
      { problems: errors },
    );
  }
  return { labs, warnings: problems };
}
