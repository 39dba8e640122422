import type { Lab } from '../../core/lab/lab.ts';
import { hasLabEnding, hasLabName, hasProjectName, looksLikeLab } from '../../core/lab/looks-like-lab.ts';
import type { Problem } from '../../core/lab/problem.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import type { UnreadableLab } from '../../core/lab/unreadable-lab.ts';
import { BAD_LAB, unusableLabs } from '../../core/lab/unusable-labs.ts';
import type { LoadedText, LoadFailure } from './load-text.ts';

export interface LoadedLabs {
  readonly labs: readonly Lab[];
  /** Lines that were passed over. */
  readonly warnings: readonly Problem[];
  /** Files and folders that are no labs; only with `onlyLabs`, and of those that were `found`. */
  readonly passedOver: readonly string[];
}

/** Labs, and the files that could not be read as labs. */
export interface LoadedEach extends LoadedLabs {
  readonly unreadable: readonly UnreadableLab[];
}

export interface LoadOptions {
  /**
   * What does not mean to be a lab is passed over: other endings without being loaded, folders, files that
   * are no text, and text that does not look like a lab.
   */
  readonly onlyLabs?: boolean;
  /** Paths that nobody has named: the same holds for these. */
  readonly found?: ReadonlySet<string>;
}

/** How a path becomes text. */
type Load = (path: string) => Promise<LoadedText>;

/**
 * Loads lab files, every one of them before giving up. Throws `InputError` with all problems of all files.
 */
export async function loadLabs(paths: readonly string[], load: Load): Promise<LoadedLabs> {
  const { unreadable, ...loaded } = await loadEachLab(paths, load);
  if (unreadable.length > 0) throw unusableLabs(unreadable);
  return loaded;
}

/** Loads lab files; what is wrong with one of them does not keep the others from being read. */
export async function loadEachLab(
  paths: readonly string[],
  load: Load,
  { onlyLabs = false, found }: LoadOptions = {},
): Promise<LoadedEach> {
  const labs: Lab[] = [];
  const warnings: Problem[] = [];
  const passedOver: string[] = [];
  const unreadable: UnreadableLab[] = [];
  for (const path of paths) {
    const isFound = found?.has(path) === true;
    const passes = onlyLabs || isFound;
    const loaded = passes && !hasLabName(path) ? undefined : await load(path);
    const file = path === '-' ? '(stdin)' : path;
    if (loaded === undefined || (passes && !isLab(loaded, path, isFound))) passedOver.push(path);
    else if ('failure' in loaded) unreadable.push({ file, ...codeAndMessage(loaded.failure), problems: [] });
    else {
      const { labs: read, problems } = readLab(loaded.text, file, loaded.within);
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) unreadable.push(badLab(file, errors));
      else warnings.push(...problems);
      labs.push(...read);
    }
  }
  return { labs, warnings, passedOver, unreadable };
}

function codeAndMessage({ code, message }: LoadFailure): Pick<UnreadableLab, 'code' | 'message'> {
  return { code, message };
}

function badLab(file: string, problems: readonly Problem[]): UnreadableLab {
  return { file, code: BAD_LAB, message: `${file} cannot be used as a lab`, problems };
}

/** False for what does not mean to be a lab; one that cannot be loaded for another reason may be one. */
function isLab(loaded: LoadedText, path: string, isFound: boolean): boolean {
  // A project that was cut off does not look like one any more.
  if (isFound && hasProjectName(path)) return true;
  if (!('failure' in loaded)) return loaded.within !== undefined || looksLikeLab(loaded.text, path);
  const { code, shape = '' } = loaded.failure;
  switch (code) {
    case 'NOT_A_FILE':
      return false;
    case 'NOT_UTF8':
      // A picture whose name does not tell may have any line in it.
      return hasLabEnding(path) && looksLikeLab(shape, path);
    case 'TOO_LARGE':
      return !isFound;
    case 'BAD_ARCHIVE':
      // Any ZIP has no project in it; only one with the name of a portable project means to.
      return /\.gns3(?:p|project)$/i.test(path);
    default:
      return true;
  }
}
