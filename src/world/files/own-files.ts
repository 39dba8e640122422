import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';

/** The files that a program of one file carries inside. */
export interface CarriedFiles {
  /** Their paths from the folder of the package, with slashes. */
  readonly names: readonly string[];
  /** The text of one of them. */
  read(name: string): string;
}

let carried: { readonly root: string; readonly files: CarriedFiles } | undefined;

/**
 * From now on the files below `root`, which is the path of the one file, are those that it carries: as if it
 * were a folder. No other file can be there.
 */
export function carryOwnFiles(root: string, files: CarriedFiles): void {
  carried = { root, files };
}

/** True where the files of the program are inside of it, and no other program can open them. */
export function areOwnFilesCarried(): boolean {
  return carried !== undefined;
}

/** The text of a file of the program, UTF-8. Throws as Node does where it cannot be read. */
export function readOwnFile(path: string): string {
  return carriedText(path) ?? readFileSync(path, 'utf8');
}

/** The names in a folder of the program; empty where there is no such folder. */
export function ownNamesIn(folder: string): readonly string[] {
  try {
    return carriedNamesIn(folder) ?? readdirSync(folder);
  } catch {
    return [];
  }
}

/** The names in a folder that the program carries; undefined for every other path. */
export function carriedNamesIn(folder: string): readonly string[] | undefined {
  const path = `${carriedName(folder)}/`;
  const below = carried?.files.names.flatMap((name) =>
    name.startsWith(path) ? (name.slice(path.length).split('/', 1)[0] ?? []) : [],
  );
  return below === undefined || below.length === 0 ? undefined : [...new Set(below)];
}

/** The text of a file that the program carries; undefined for every other path. */
export function carriedText(path: string): string | undefined {
  const name = carriedName(path);
  return name !== undefined && carried?.files.names.includes(name) ? carried.files.read(name) : undefined;
}

/** What a path means from the folder of the package; undefined unless it is inside of the one file. */
function carriedName(path: string): string | undefined {
  if (carried === undefined) return undefined;
  const name = relative(carried.root, resolve(path)).replaceAll('\\', '/');
  return name === '' || name.startsWith('..') || isAbsolute(name) ? undefined : name;
}
