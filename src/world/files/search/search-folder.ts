import { type Dirent, opendirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import { hasLabEnding, hasLabName, hasProjectName } from '../../../core/lab/looks-like-lab.ts';
import type { UnreadableLab } from '../../../core/lab/unreadable-lab.ts';
import { SEARCH_LIMIT } from '../../../core/lab/unusable-labs.ts';
import { whyNotRead } from '../why-not-read.ts';
import type { Pattern } from './pattern.ts';
import { MAX_DEPTH, type SearchLimits } from './search-limits.ts';

/** What lies where labs may be. */
export interface Found {
  /** Files that may be labs by their names, in order. */
  readonly files: readonly string[];
  /** Folders that could not be looked into. */
  readonly unreadable: readonly UnreadableLab[];
  /** Links to folders, which were not followed, in order. */
  readonly links: readonly string[];
}

/** The disk, as far as a search looks at it. */
export interface Disk {
  /** Throws as `opendirSync` does. */
  list(folder: string): Iterable<Dirent>;
  /** What is at the end of a link: `nothing` also for links in a circle, undefined for a device or a pipe. */
  follow(path: string): Kind | undefined;
}

type Kind = 'file' | 'folder' | 'nothing';

const THIS_DISK: Disk = { list, follow };

/** What a search is after. */
export interface SearchOptions {
  /** As it was typed, for messages. */
  readonly word: string;
  /** Only what it matches, and all labs in the folders that it matches; `folder` is then its base. */
  readonly pattern?: Pattern;
  readonly limits: SearchLimits;
  readonly disk?: Disk;
}

/** A folder that is looked into. */
interface Place {
  readonly path: string;
  /** Relative to the folder of the search, with `/`; empty for that itself. */
  readonly name: string;
  readonly depth: number;
  /** All labs in it are sought, not only what matches the pattern. */
  readonly isWhole: boolean;
}

/**
 * Packages, and what GNS3 keeps in the folder of a project: captures, disks of machines, and old projects.
 */
const PACKAGES = 'node_modules';
const OF_PROJECTS: readonly string[] = ['project-files', 'snapshots'];

/**
 * Looks for files that may be labs in a folder and all folders in it. Left out are hidden files and folders,
 * packages of Node, what GNS3 keeps for a project, and links to folders, so that no link leads round in a
 * circle. Throws `InputError` where there is too much to look at.
 */
export function searchFolder(folder: string, options: SearchOptions): Found {
  const search = new Search(options);
  search.lookInto({ path: folder, name: '', depth: 0, isWhole: options.pattern === undefined });
  return search.found();
}

class Search {
  private readonly files: string[] = [];
  private readonly unreadable: UnreadableLab[] = [];
  private readonly links: string[] = [];
  private readonly options: SearchOptions;
  private readonly disk: Disk;

  constructor(options: SearchOptions) {
    this.options = options;
    this.disk = options.disk ?? THIS_DISK;
  }

  found(): Found {
    return {
      files: this.files.sort(),
      unreadable: this.unreadable.sort((a, b) => (a.file < b.file ? -1 : 1)),
      links: this.links.sort(),
    };
  }

  lookInto(first: Place): void {
    const places = [first];
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      for (const folder of this.look(place)) places.push(folder);
    }
  }

  /** Takes the files in a folder; the folders in it that are to be looked into are returned. */
  private look(place: Place): Place[] {
    const entries = this.entriesOf(place);
    const isProject = entries.some((entry) => hasProjectName(entry.name) && !entry.isDirectory());
    const folders: Place[] = [];
    for (const entry of entries) {
      const inner = this.placeOf(entry.name, place);
      const kind = this.kindOf(entry, inner.path);
      // A lab behind a link that leads nowhere is one that cannot be read.
      if (kind === 'file' || (kind === 'nothing' && hasLabEnding(entry.name))) this.takeFile(entry.name, inner, place);
      if (kind !== 'folder' || !this.enters(entry, inner, { place, isProject })) continue;
      if (inner.depth <= MAX_DEPTH) folders.push(inner);
      else this.refuseDepth(inner.path);
    }
    return folders;
  }

  private entriesOf({ path }: Place): Dirent[] {
    const entries: Dirent[] = [];
    try {
      for (const entry of this.disk.list(path)) {
        this.options.limits.count(this.options.word);
        entries.push(entry);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // That there is too much is no matter of this folder alone.
      if (code === undefined || error instanceof InputError) throw error;
      this.refuse(path, code, `cannot read the folder ${path}: ${whyNotRead(path, code, message)}`);
    }
    return entries;
  }

  private refuseDepth(path: string): void {
    this.refuse(path, SEARCH_LIMIT, `cannot search ${path}: it is more than ${MAX_DEPTH} folders deep`);
  }

  private refuse(file: string, code: string, message: string): void {
    this.unreadable.push({ file, code, message, problems: [] });
  }

  private placeOf(entry: string, { path, name, depth, isWhole }: Place): Place {
    const inner = name === '' ? entry : `${name}/${entry}`;
    return {
      path: pathOf(path, entry),
      name: inner,
      depth: depth + 1,
      isWhole: isWhole || this.options.pattern?.matchesFolder(inner) === true,
    };
  }

  private kindOf(entry: Dirent, path: string): Kind | undefined {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    return entry.isSymbolicLink() ? this.disk.follow(path) : undefined;
  }

  private takeFile(entry: string, inner: Place, place: Place): void {
    const isMatch = this.options.pattern?.matchesFile(inner.name) === true;
    const isTaken = (isMatch && hasLabName(entry)) || (place.isWhole && !entry.startsWith('.') && hasLabEnding(entry));
    if (isTaken) this.files.push(inner.path);
  }

  private enters(
    entry: Dirent,
    inner: Place,
    { place, isProject }: { readonly place: Place; readonly isProject: boolean },
  ): boolean {
    const { pattern } = this.options;
    const { name } = entry;
    const lead = pattern?.leadTo(inner.name) ?? 'no';
    if (lead === 'no' && (!place.isWhole || name.startsWith('.'))) return false;
    const isOfOthers = name === PACKAGES || (isProject && OF_PROJECTS.includes(name));
    if (isOfOthers && pattern?.spellsOut(inner.name) !== true) return false;
    // What a pattern leads to by names alone is at a depth of its own, and so no circle.
    if (!entry.isSymbolicLink() || lead === 'by-name') return true;
    this.links.push(inner.path);
    return false;
  }
}

/**
 * A name that begins with a hyphen would be a flag in a command, and a line that begins with two colons an
 * order to GitHub.
 */
function pathOf(folder: string, name: string): string {
  const path = join(folder, name);
  return /^[-:]/.test(path) ? `.${sep}${path}` : path;
}

function* list(folder: string): Iterable<Dirent> {
  const directory = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry;
  } finally {
    directory.closeSync();
  }
}

function follow(path: string): Kind | undefined {
  try {
    const found = statSync(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : undefined;
  } catch {
    return 'nothing';
  }
}
