import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { REASONS } from './reasons.ts';
import { stateFolder } from './state-files.ts';

/** The version of the file: `{"progress": 1, "kept": {…}}`. */
const VERSION = 1;

/** Bytes. No student has so much progress; a file of that size is not ours. */
const LARGEST = 1_000_000;

/** Reading and writing take a few ms; who has the lock for longer, in ms, was killed. */
const STALE_MS = 2000;

const WAIT_MS = 5;

/** How many files are kept aside. */
const MOST_ASIDE = 9;

type Kept = ReadonlyMap<string, unknown>;

/** What a file holds; undefined where there is none; or why it is not ours to go on with. */
type Found = Kept | { readonly why: string } | undefined;

/**
 * What a student has done, by keys such as `lesson/one-link`: one small file in the folder of states. Several
 * runs may have it at once. All is synchronous, so that a run which is killed after a change has kept it.
 * What goes wrong is a remark, and no error: then it is kept for this run alone.
 */
export class ProgressFile {
  private kept: Kept = new Map();
  private readonly path: string | undefined;
  private remarks: string[] = [];
  private isWritable = true;

  private constructor(env: NodeJS.ProcessEnv) {
    try {
      this.path = realPath(join(stateFolder(env), 'progress.json'));
    } catch (error) {
      // A user without a home.
      this.refuse('progress is not kept', error);
    }
  }

  /** Reads the file. One that is broken, or of a newer version, is put aside. */
  static open(env: NodeJS.ProcessEnv = process.env): ProgressFile {
    const file = new ProgressFile(env);
    const { path } = file;
    if (path === undefined) return file;
    const found = read(path);
    if (found instanceof Map) file.kept = found;
    else if (found !== undefined) file.locked(path, () => file.current(path));
    return file;
  }

  /** What is kept under a key, in any shape: the file may have been edited. */
  get(key: string): unknown {
    return this.kept.get(key);
  }

  keys(): readonly string[] {
    return [...this.kept.keys()];
  }

  /**
   * Replaces what is kept under a key by what `change` makes of it, which may be newer than what was read,
   * for other runs change it too; undefined removes it. What `change` gives is written as JSON.
   */
  change(key: string, change: (kept: unknown) => unknown): void {
    const changed = (kept: Kept): Kept => {
      const next = new Map(kept);
      const value = change(kept.get(key));
      if (value === undefined) next.delete(key);
      else next.set(key, value);
      return next;
    };
    const { path } = this;
    const before = this.kept;
    if (path !== undefined && this.isWritable) {
      this.locked(path, () => {
        this.kept = changed(this.current(path));
        if (this.isWritable) replace(path, this.kept);
      });
    }
    if (this.kept === before) this.kept = changed(before);
  }

  /** False once something could not be written: what is done is forgotten at the end of this run. */
  get isKept(): boolean {
    return this.isWritable;
  }

  /** What went wrong since it was last asked, one sentence each. */
  takeRemarks(): readonly string[] {
    const { remarks } = this;
    this.remarks = [];
    return remarks;
  }

  /** What is in the file at this moment; what cannot be read is put aside, and then that is nothing. */
  private current(path: string): Kept {
    const found = read(path);
    if (found === undefined || found instanceof Map) return found ?? new Map();
    const { why } = found as { why: string };
    const aside = putAside(path);
    if (aside === undefined) this.refuse(`${path} cannot be read (${why}) or put aside: progress is not kept`);
    else this.remarks.push(`${path} cannot be read (${why}): it is kept as ${aside}, and progress begins anew`);
    return new Map();
  }

  private locked(path: string, work: () => void): void {
    const lock = `${path}.lock`;
    try {
      makeFolder(dirname(path), 0o700);
      takeLock(lock);
      try {
        work();
      } finally {
        rmSync(lock, { force: true });
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      this.refuse(`cannot write ${path}, so that progress is not kept`, error);
    }
  }

  private refuse(what: string, error?: unknown): void {
    const { code = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException;
    const why = REASONS[code] ?? message;
    this.remarks.push(why === '' ? what : `${what}: ${why}`);
    this.isWritable = false;
  }
}

/** Of a symbolic link what it leads to: that is replaced, and the link stays. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function read(path: string): Found {
  try {
    const stats = statSync(path);
    // A pipe would be waited for.
    if (!stats.isFile()) return { why: 'it is not a file' };
    if (stats.size > LARGEST) return { why: 'it is too large' };
    return parsed(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { why: REASONS[code] ?? message };
  }
}

function parsed(text: string): Found {
  const file = parsedJson(text) as { readonly progress?: unknown; readonly kept?: unknown } | null | undefined;
  if (typeof file?.progress === 'number' && file.progress > VERSION) return { why: 'a newer niostat has written it' };
  const { progress, kept } = file ?? {};
  if (progress !== VERSION || typeof kept !== 'object' || kept === null || Array.isArray(kept)) {
    return { why: 'it is no progress of niostat' };
  }
  return new Map(Object.entries(kept));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits for other runs; the lock of one that was killed is taken away. */
function takeLock(lock: string): void {
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    // Not what a link leads to, which may be nothing.
    const since = lstatSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    // A time to come is that of a clock which was put back.
    if (since !== undefined && Math.abs(Date.now() - since) > STALE_MS) rmSync(lock, { force: true, recursive: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  }
}

/** Puts a file in place of another, whole or not at all, and onto the disk. */
function replace(path: string, kept: Kept): void {
  const text = `${JSON.stringify({ progress: VERSION, kept: Object.fromEntries(kept) }, null, 1)}\n`;
  // Who has the lock is alone; what a run left here that was killed is written over.
  const beside = `${path}.new`;
  // It may be a link, or a pipe that would be waited for.
  rmSync(beside, { force: true, recursive: true });
  const file = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/** Gives a file another name, and none that something has. Returns it; undefined if that is not possible. */
function putAside(path: string): string | undefined {
  for (let number = 1; number <= MOST_ASIDE; number++) {
    const aside = `${path}.aside-${number}`;
    if (statSync(aside, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      renameSync(path, aside);
      return aside;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
