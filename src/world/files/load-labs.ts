import { InputError } from '../../core/errors/input-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import { hasLabName, looksLikeLab } from '../../core/lab/looks-like-lab.ts';
import type { Problem } from '../../core/lab/problem.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import type { LoadedText, LoadFailure } from './load-text.ts';

export interface LoadedLabs {
  readonly labs: readonly Lab[];
  /** Lines that were passed over. */
  readonly warnings: readonly Problem[];
  /** Files and folders that are no labs; only with `onlyLabs`. */
  readonly passedOver: readonly string[];
}

/**
 * A folder, or bytes that are no text: with `onlyLabs` these are no labs, as in `labs/*` with a subfolder or
 * a picture.
 */
const NO_TEXT: readonly string[] = ['NOT_A_FILE', 'NOT_UTF8'];

/**
 * Loads lab files, every one of them before giving up. Throws `InputError` with all problems of all files;
 * `load` is how a path becomes text. With `onlyLabs` what does not mean to be a lab is passed over: other
 * endings without being loaded, folders, files that are no UTF-8 text, and text that does not look like a
 * lab.
 */
export async function loadLabs(
  paths: readonly string[],
  load: (path: string) => Promise<LoadedText>,
  { onlyLabs = false }: { readonly onlyLabs?: boolean } = {},
): Promise<LoadedLabs> {
  const labs: Lab[] = [];
  const passedOver: string[] = [];
  const problems: Problem[] = [];
  const failures: LoadFailure[] = [];
  for (const path of paths) {
    const loaded = onlyLabs && !hasLabName(path) ? undefined : await load(path);
    if (loaded === undefined || (onlyLabs && !isLab(loaded, path))) passedOver.push(path);
    else if ('failure' in loaded) failures.push(loaded.failure);
    else {
      const result = readLab(loaded.text, path === '-' ? '(stdin)' : path, loaded.within);
      labs.push(...result.labs);
      problems.push(...result.problems);
    }
  }
  throwIfUnusable(failures, problems);
  return { labs, warnings: problems, passedOver };
}

/** False for what does not mean to be a lab; one that cannot be loaded for another reason may be one. */
function isLab(loaded: LoadedText, path: string): boolean {
  if (!('failure' in loaded)) return loaded.within !== undefined || looksLikeLab(loaded.text, path);
  const { code } = loaded.failure;
  // Any ZIP has no project in it; only one with the name of a portable project means to.
  return code === 'BAD_ARCHIVE' ? /\.gns3(?:p|project)$/i.test(path) : !NO_TEXT.includes(code);
}

function throwIfUnusable(failures: readonly LoadFailure[], problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const last = failures.at(-1);
  if (last !== undefined) {
    throw new InputError(last.code, failures.map(({ message }) => message).join('\n'), {
      problems: errors,
      next: 'name a Dynagen .net file, a GNS3 project (.gns3, .gns3project) or a niostat scenario (.yaml)',
    });
  }
  if (errors.length === 0) return;
  const files = new Set(errors.map((error) => error.location.file));
  const [file = ''] = files;
  throw new InputError(
    'BAD_LAB',
    files.size === 1 ? `${file} cannot be used as a lab` : `${files.size} files cannot be used as labs`,
    { problems: errors },
  );
}
