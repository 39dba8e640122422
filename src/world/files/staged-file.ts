import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, renameSync, rmSync, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../core/errors/input-error.ts';
import { makeWritableCommand } from '../../core/text/system-commands.ts';
import type { FileToWrite } from './file-to-write.ts';
import { writeRefused } from './write-refused.ts';

/** A file that is on the disk under another name, beside its place. */
export class StagedFile {
  readonly path: string;
  private readonly temporary: string;
  private readonly overwrites: boolean;
  private readonly was: Uint8Array | undefined;

  private constructor({ path, overwrites, was }: FileToWrite) {
    this.path = path;
    this.temporary = nameBeside(path);
    this.overwrites = overwrites;
    this.was = was;
  }

  /** Looks whether the place is good, and writes the file beside it. Leaves nothing behind if it throws. */
  static async of(file: FileToWrite): Promise<StagedFile> {
    const staged = new StagedFile(file);
    const old = await staged.look();
    try {
      await writeNew(staged.temporary, file.content, old);
    } catch (error) {
      await staged.discard();
      throw writeRefused(file.path, error);
    }
    return staged;
  }

  /** Gives the file its name, and has that on the disk; `before` are files that are written already. */
  async put(before: readonly string[]): Promise<void> {
    try {
      await this.look();
      if (this.was !== undefined) this.exchange(this.was);
      else if (this.overwrites) renameSync(this.temporary, this.path);
      else putWhereNothingIs(this.temporary, this.path);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw writeRefused(this.path, error, before);
    }
  }

  async discard(): Promise<void> {
    await rm(this.temporary, { force: true }).catch(() => undefined);
  }

  /** What is in the place now; throws if it is not to be replaced. */
  private async look(): Promise<Stats | undefined> {
    const { path, was } = this;
    const old = await lstat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw writeRefused(path, error);
    });
    if (old === undefined) {
      if (was !== undefined) throw hasChanged(path, 'is gone');
      return undefined;
    }
    refuseNoFile(path, old);
    if (!this.overwrites) throw isThere(path);
    refuseLinked(path, old);
    const content = was && (await readFile(path).catch((error) => Promise.reject(this.goneOr(error))));
    if (was !== undefined && content?.equals(was) !== true) throw hasChanged(path, 'has changed');
    return old;
  }

  private goneOr(error: unknown): Error {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isGone ? hasChanged(this.path, 'is gone') : writeRefused(this.path, error);
  }

  /**
   * Replaces a file without losing what another program may do to it at this moment. Nothing exchanges two
   * names at once, so the old file is taken aside first: what is in hand cannot be replaced any more, and is
   * looked at again. The new one comes into the place only if nothing has come there meanwhile. For the time
   * of two system calls there is no file of that name; what remains unseen is a program that has the old file
   * open and writes into it later.
   */
  private exchange(was: Uint8Array): void {
    const aside = nameBeside(this.path);
    try {
      renameSync(this.path, aside);
    } catch (error) {
      throw this.goneOr(error);
    }
    const isOurs = (): boolean => lstatSync(aside).isFile() && readFileSync(aside).equals(was);
    let isPut = false;
    try {
      if (!isOurs()) throw hasChanged(this.path, 'has changed');
      putWhereNothingIs(this.temporary, this.path);
      isPut = true;
      if (!isOurs()) throw hasChanged(this.path, 'has changed');
      rmSync(aside);
    } catch (error) {
      putBack(aside, this.path, isPut);
      throw isThereError(error) ? hasChanged(this.path, 'has changed') : error;
    }
  }
}

/** What was taken aside gets its name again, unless another program has put a file there, which is newer. */
function putBack(aside: string, path: string, replaces: boolean): void {
  try {
    if (replaces) renameSync(aside, path);
    else putWhereNothingIs(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    const next = `what was in it before is in ${aside}`;
    throw new InputError('FILE_CHANGED', `${path} was replaced by another program`, { next, cause: error });
  }
}

function nameBeside(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
}

/** A new file with the permissions of the old one, if there is one, down to the disk. */
async function writeNew(path: string, content: string | Uint8Array, old: Stats | undefined): Promise<void> {
  const file: FileHandle = await open(path, 'wx');
  try {
    await file.writeFile(content);
    if (old !== undefined) {
      // Only root may give a file away; the permissions come last, for giving it away takes some of them.
      await file.chown(old.uid, old.gid).catch(() => undefined);
      await file.chmod(old.mode & 0o7777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A second name for the file fails if something is there by now, which renaming would not. */
function putWhereNothingIs(from: string, path: string): void {
  try {
    linkSync(from, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(path);
    // Some file systems know no second names.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    renameSync(from, path);
  }
}

/** The name is on the disk too; where a folder cannot be opened, as on Windows, the system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function refuseNoFile(path: string, old: Stats): void {
  if (old.isSymbolicLink()) {
    throw new InputError('NOT_A_FILE', `${path} is a symbolic link`, { next: 'name the file it points to' });
  }
  if (!old.isFile()) throw new InputError('NOT_A_FILE', `${path} is not a file`, { next: 'name a file to write to' });
}

/** A file is replaced, which its other names would not notice; and one that nobody may write stays. */
function refuseLinked(path: string, old: Stats): void {
  if (old.nlink > 1) {
    throw new InputError(
      'HARD_LINKS',
      `${path} has ${old.nlink} names (hard links): replacing it would leave the old text under the other names`,
      { next: 'write another file, and copy it over this one (cp keeps the links)' },
    );
  }
  if ((old.mode & 0o222) === 0) {
    throw new InputError('READ_ONLY', `${path} is read-only`, {
      next: `write another file, or ${makeWritableCommand(path)} first`,
    });
  }
}

function isThere(path: string): InputError {
  return new InputError('FILE_EXISTS', `${path} is there already, and was not overwritten`, {
    next: 'name another file, or add --yes',
  });
}

function isThereError(error: unknown): boolean {
  return error instanceof InputError && error.code === 'FILE_EXISTS';
}

function hasChanged(path: string, what: string): InputError {
  return new InputError('FILE_CHANGED', `${path} ${what} since it was read, and was not overwritten`, {
    next: 'run the command again, to plan what is in it now',
  });
}
