import { randomBytes } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';

/**
 * Writes a file as a whole or not at all: beside it under another name, onto the disk, then into its place. A
 * file that is there already is replaced only with `overwrites`, and keeps its permissions and, where the
 * system lets us, its owner. Throws `InputError` for a place that is not to be written to, and `WorldError`
 * if the system refuses.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { overwrites }: { overwrites: boolean },
): Promise<void> {
  const old = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw refused(path, error);
  });
  if (old?.isSymbolicLink()) {
    throw new InputError('NOT_A_FILE', `${path} is a symbolic link`, { next: 'name the file that it leads to' });
  }
  if (old !== undefined && !old.isFile()) {
    throw new InputError('NOT_A_FILE', `${path} is not a file`, { next: 'name a file to write to' });
  }
  if (old !== undefined && !overwrites) throw isThere(path);
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx');
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
    if (overwrites) await rename(temporary, path);
    else await putWhereNothingIs(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw refused(path, error as NodeJS.ErrnoException);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** A second name for the file fails if something is there by now, which renaming would not. */
async function putWhereNothingIs(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(path);
    // Some file systems know no second names.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await rename(temporary, path);
  }
}

/** The name is on the disk too; where a folder cannot be opened, as on Windows, the system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function isThere(path: string): InputError {
  return new InputError('FILE_EXISTS', `${path} is there already, and was not overwritten`, {
    next: 'name another file, or add --yes',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of the path is not a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function refused(path: string, error: NodeJS.ErrnoException): WorldError {
  const { code = 'UNKNOWN', message } = error;
  return new WorldError(code, `cannot write ${path}: ${REASONS[code] ?? message}`, { cause: error });
}
