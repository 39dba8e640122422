import { InputError } from '../errors/input-error.ts';
import { oneLine } from '../text/one-line.ts';
import type { UnreadableLab } from './unreadable-lab.ts';

/** What was named as a place of labs, a folder or a pattern, and has none. */
export const NO_LAB = 'NO_LAB';

/** What was named as a lab, was read, and is none. */
export const BAD_LAB = 'BAD_LAB';

/** A folder with too much in it, or too deep, to look for labs. */
export const SEARCH_LIMIT = 'SEARCH_LIMIT';

/** What to do where too much would have to be searched. */
export const NAME_FOLDERS = 'name the folders in which your labs are';

const READABLE = 'make it readable for the user who runs niostat';

/** What to do, where it is not to name another file. */
const NEXT: Readonly<Record<string, string>> = {
  [NO_LAB]: 'name the folder of your labs, or a pattern that fits them, such as "labs/**/*.net"',
  [SEARCH_LIMIT]: NAME_FOLDERS,
  EACCES: READABLE,
  EPERM: READABLE,
};

/** The error that tells of all files that could not be read as labs; there is one at least. Pure. */
export function unusableLabs(unreadable: readonly UnreadableLab[]): InputError {
  const problems = unreadable.flatMap((one) => one.problems);
  const failures = unreadable.filter(({ code }) => code !== BAD_LAB);
  const last = failures.at(-1);
  if (last === undefined) {
    const [first] = unreadable;
    const message =
      unreadable.length === 1 ? oneLine(first?.message ?? '') : `${unreadable.length} files cannot be used as labs`;
    return new InputError(BAD_LAB, message, { problems });
  }
  return new InputError(last.code, failures.map(({ message }) => oneLine(message)).join('\n'), {
    problems,
    next:
      NEXT[last.code] ?? 'name a Dynagen .net file, a GNS3 project (.gns3, .gns3project) or a niostat scenario (.yaml)',
  });
}
