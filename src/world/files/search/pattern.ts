import picomatch from 'picomatch';

/**
 * How a pattern leads into a folder: not at all; by names alone, and so to a depth that it has itself; or
 * because it has `**` and takes folders as they come.
 */
export type Lead = 'no' | 'by-name' | 'any';

/** A pattern of paths, as shells know them; paths are relative to `base`, and have `/`. */
export interface Pattern {
  /** The folder below which all lies that it can match, `.` for that of the run. */
  readonly base: string;
  matchesFile(path: string): boolean;
  matchesFolder(path: string): boolean;
  /** How it leads into a folder, because it matches that or may match what is in it. */
  leadTo(path: string): Lead;
  /**
   * True if it spells out the last name of a path: also a folder that is otherwise passed over is then
   * meant.
   */
  spellsOut(path: string): boolean;
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
  const matcherOf = (part: string): Matcher => picomatch(part.replace(/(?<!\\)[()|]/g, '\\$&'), options);
  const parts = partsOf(glob)?.map((part) => ({ part, fits: withoutHidden(part, matcherOf(part)) }));
  const star = parts?.findIndex(({ part }) => part === '**') ?? 0;
  // `a/**` means all in `a`, and `a` itself only if it is a folder.
  const ofFiles = parts?.at(-1)?.part === '**' ? [...parts, { part: '*', fits: isNoHidden }] : parts;
  const isMatch = matcherOf(glob);
  const isOfFolders = text.endsWith('/') || (isWindows && text.endsWith('\\'));
  return {
    base,
    matchesFile: (path) => !isOfFolders && (ofFiles === undefined ? isMatch(path) : isAtEnd(ofFiles, path)),
    matchesFolder: (path) => (parts === undefined ? isMatch(path) : isAtEnd(parts, path)),
    leadTo(path) {
      // Braces go over several folders: then any may be on the way.
      if (parts === undefined) return /(?:^|\/)\./.test(path) ? 'no' : 'any';
      if (placesBehind(parts, path).size === 0) return 'no';
      return star >= 0 && path.split('/').length > star ? 'any' : 'by-name';
    },
    spellsOut(path) {
      const names = path.split('/');
      return parts?.[names.length - 1]?.part === names.at(-1);
    },
  };
}

type Matcher = (name: string) => boolean;

/** Between two separators of a pattern; `**` fits any number of names. */
interface Part {
  readonly part: string;
  readonly fits: Matcher;
}

/** A class in brackets takes the dot of a hidden name too, which shells leave to a dot that is spelt out. */
function withoutHidden(part: string, fits: Matcher): Matcher {
  return part.startsWith('.') || part.startsWith('{') ? fits : (name) => isNoHidden(name) && fits(name);
}

function isNoHidden(name: string): boolean {
  return !name.startsWith('.');
}

function isAtEnd(parts: readonly Part[], path: string): boolean {
  return placesBehind(parts, path).has(parts.length);
}

/**
 * The places in the pattern at which one may be behind a path, its end among them; none if it does not lead
 * there. All are followed at once, so that there is no turning back.
 */
function placesBehind(parts: readonly Part[], path: string): Set<number> {
  let places = withSkipped(parts, [0]);
  for (const name of path.split('/')) {
    const next = [...places].flatMap((place) => {
      const part = parts[place];
      return part?.fits(name) !== true ? [] : part.part === '**' ? [place] : [place + 1];
    });
    places = withSkipped(parts, next);
  }
  return places;
}

/** The same places, and those behind each `**`, which need not fit anything. */
function withSkipped(parts: readonly Part[], places: readonly number[]): Set<number> {
  const all = new Set(places);
  for (const place of all) if (parts[place]?.part === '**') all.add(place + 1);
  return all;
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
