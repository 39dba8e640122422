import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, win32 } from 'node:path';

/** `foreign`: a path of Windows on another system; `relative`: nobody knows what it is relative to. */
export type DirectoryState = 'usable' | 'missing' | 'not-a-directory' | 'not-writable' | 'relative' | 'foreign';

/** Whether this user could write files into a directory of this host. Changes nothing. */
export async function directoryState(path: string): Promise<DirectoryState> {
  if (!isAbsolute(path)) return win32.isAbsolute(path) ? 'foreign' : 'relative';
  try {
    if (!(await stat(path)).isDirectory()) return 'not-a-directory';
    await access(path, constants.W_OK | constants.X_OK);
    return 'usable';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-directory' : 'not-writable';
  }
}
