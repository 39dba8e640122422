import picomatch from 'picomatch';

/**
 * How a pattern leads to what is in a folder: not at all, by the name of that folder or file, or because it
 * has `**` and takes folders as they come.
 */
export type Lead = 'no' | 'by-name' | 'any';

/** A pattern of paths, as shells know them; paths are relative to `base`, and have `/`. */
export interface Pattern {
  /** The folder below which all lies that it can match, `.` for that of the run. */
  readonly base: string;
  /** True if it ends in a separator: then it matches folders only. */
  readonly isOfFolders: boolean;
  matches(path: string): boolean;
  /** How it leads to something below a folder to which it leads; `depth` counts the folders below `base`. */
  leadTo(name: string, depth: number): Lead;
  /** True if it spells this name out there: also a folder that is otherwise passed over is then meant. */
  spellsOut(name: string, depth: number): boolean;
}

/**
 * Reads a pattern with `*`, `**`, `?`, `[…]` and `{…,…}`. On Windows, where `\` cannot be part of a name, it
 * separates as `/` does, and upper and lower case are one.
 */
export function patternOf(text: string, isWindows: boolean): Pattern {
  const slashed = isWindows ? text.replaceAll('\\', '/') : text;
  const options = { nonegate: true, nocase: isWindows };
  const { base, glob } = picomatch.scan(slashed, { nonegate: true, unescape: true });
  const plain = glob.replace(/\/+$/, '');
  const matches = picomatch(plain, options);
  const parts = partsOf(plain);
  const matchers = parts?.map((part) => picomatch(part, options));
  const star = parts?.findIndex((part) => part.includes('**')) ?? 0;
  return {
    base: base !== '' ? base : slashed.startsWith('/') ? '/' : '.',
    isOfFolders: plain !== glob,
    matches,
    leadTo(name, depth) {
      if (star >= 0 && depth >= star) return 'any';
      return matchers?.[depth]?.(name) === true ? 'by-name' : 'no';
    },
    spellsOut: (name, depth) => parts?.[depth] === name,
  };
}

/** The parts of a pattern for each folder; undefined if braces or brackets go over several. */
function partsOf(glob: string): string[] | undefined {
  const parts = glob.split('/');
  const isWhole = (part: string): boolean =>
    ['{}', '[]', '()'].every(([open, close]) => part.split(open ?? '').length === part.split(close ?? '').length);
  return parts.every(isWhole) ? parts : undefined;
}
