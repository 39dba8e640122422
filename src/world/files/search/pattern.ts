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
  /** Names in the path of a file, at least: `a/**` means all in `a`, and `a` itself only if it is a folder. */
  readonly leastNames: number;
  matches(path: string): boolean;
  /** How it leads to something below a folder to which it leads; `depth` counts the folders below `base`. */
  leadTo(name: string, depth: number): Lead;
  /** True if it spells this name out there: also a folder that is otherwise passed over is then meant. */
  spellsOut(name: string, depth: number): boolean;
}

/**
 * Reads a pattern with `*`, `**`, `?`, `[…]` and `{…,…}`; all else means itself, and a character behind `\`
 * as well. On Windows, where `\` cannot be part of a name, it separates as `/` does, and upper and lower case
 * are one.
 */
export function patternOf(text: string, isWindows: boolean): Pattern {
  const { base, glob } = atFirstWildcard(isWindows ? text.replaceAll('\\', '/') : text);
  const options = { nonegate: true, noextglob: true, regex: false, posix: true, nocase: isWindows };
  // Names have parentheses, as `labs (2)`; to picomatch they would be those of an expression.
  const matcherOf = (part: string) => picomatch(part.replace(/(?<!\\)[()|]/g, '\\$&'), options);
  const parts = partsOf(glob);
  const matchers = parts?.map(matcherOf);
  const isMatch = matcherOf(glob);
  // A class in brackets takes the dot of a hidden name, which shells leave to a dot that is spelt out.
  const isOfHidden = /(?:^|[/{,])\./.test(glob);
  const star = parts?.findIndex((part) => part.includes('**')) ?? 0;
  return {
    base,
    isOfFolders: text.endsWith('/') || (isWindows && text.endsWith('\\')),
    leastNames:
      parts === undefined ? 1 : parts.filter((part) => part !== '**').length + (parts.at(-1) === '**' ? 1 : 0),
    matches: (path) => (isOfHidden || !/(?:^|\/)\./.test(path)) && isMatch(path),
    leadTo(name, depth) {
      if (star >= 0 && depth >= star) return 'any';
      const isLed = (isOfHidden || !name.startsWith('.')) && matchers?.[depth]?.(name) === true;
      return isLed ? 'by-name' : 'no';
    },
    spellsOut: (name, depth) => parts?.[depth] === name,
  };
}

/** The folders that are spelt out, and the pattern of what is below them. */
function atFirstWildcard(text: string): { readonly base: string; readonly glob: string } {
  const parts = text.split('/');
  const first = parts.findIndex((part) => /(?<!\\)[*?[{]/.test(part));
  const base = parts.slice(0, first).join('/').replace(/\\(.)/g, '$1');
  const rest = parts.slice(first).filter((part) => part !== '' && part !== '.');
  // `/*` has nothing before its slash.
  return { base: base !== '' ? base : first > 0 ? '/' : '.', glob: rest.join('/') };
}

/** The parts of a pattern for each folder; undefined if braces or brackets go over several. */
function partsOf(glob: string): string[] | undefined {
  const parts = glob.split('/');
  const isWhole = (part: string): boolean =>
    ['{}', '[]'].every(([open = '', close = '']) => part.split(open).length === part.split(close).length);
  return parts.every(isWhole) ? parts : undefined;
}
