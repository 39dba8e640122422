import { access, constants, stat } from 'node:fs';
import { promisify } from 'node:util';

export type DirectoryState = 'usable' | 'missing' | 'not-a-directory' | 'not-writable';

/**
 * Whether this user could write files into a directory of this host. Changes nothing. Asked in a thread, for
 * a file system may be far away; `node:fs/promises` would take 2 ms to load.
 */
export async function directoryState(path: string): Promise<DirectoryState> {
  try {
    if (!(await promisify(stat)(path)).isDirectory()) return 'not-a-directory';
    await promisify(access)(path, constants.W_OK | constants.X_OK);
    return 'usable';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-directory' : 'not-writable';
  }
}
