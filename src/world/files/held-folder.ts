import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder that stays the same one while it is used, whatever its name comes to mean: somebody may put a
 * symbolic link in its place at any moment. On Linux it is held by a descriptor, and its files are reached
 * through that (docs/FACTS.md, "Files and processes on Linux"). Elsewhere Node has no way to do so, and its
 * path is used. Close it in the end.
 */
export class HeldFolder {
  /** Where it really is, without symbolic links. */
  readonly path: string;
  /** What leads to it. */
  private readonly way: string;
  private readonly handle: FileHandle | undefined;

  private constructor(path: string, handle: FileHandle | undefined) {
    this.path = path;
    this.handle = handle;
    this.way = handle === undefined ? path : wayTo(handle);
  }

  /** Throws the system's error. */
  static async open(path: string): Promise<HeldFolder> {
    if (process.platform !== 'linux') return new HeldFolder(await realpath(path), undefined);
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      return new HeldFolder(await readlink(wayTo(handle)), handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * Puts a new file in the place of what has the name, and never writes into that: it may be a second name of
   * a file elsewhere. The text gets there whole or not at all. Throws the system's error, `EISDIR` for a
   * directory and `EPERM` for a symbolic link, a pipe or a device.
   */
  async replace(name: string, text: string): Promise<void> {
    const place = join(this.way, name);
    await checkReplaceable(place);
    // Nobody knows the name before it is there: in another folder, that somebody has put in the place of this
    // one, there is no such file to be renamed.
    const temporary = join(this.way, `.niostat-${randomBytes(16).toString('hex')}`);
    try {
      const file = await open(temporary, 'wx', 0o644);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      await rename(temporary, place);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }
}

function wayTo({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`;
}

/** For the answer alone: what comes into the place after this is replaced, and not written to. */
async function checkReplaceable(place: string): Promise<void> {
  const old = await lstat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (old === undefined || old.isFile()) return;
  throw Object.assign(new Error('it is not a file'), { code: old.isDirectory() ? 'EISDIR' : 'EPERM' });
}
