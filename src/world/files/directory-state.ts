import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';

export type DirectoryState = 'usable' | 'missing' | 'not-a-directory' | 'not-writable';

/** Whether this user could write files into a directory of this host. Changes nothing. */
export async function directoryState(path: string): Promise<DirectoryState> {
  try {
    if (!(await stat(path)).isDirectory()) return 'not-a-directory';
    await access(path, constants.W_OK | constants.X_OK);
    return 'usable';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-directory' : 'not-writable';
  }
}
