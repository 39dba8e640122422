import { isAbsolute, join, win32 } from 'node:path';

/**
 * Where a path of a lab is on this host. `foreign`: it is one of Windows, and this system is another;
 * `relative`: nobody knows what it is relative to; `tilde`: it begins with `~`, which Dynamips does not
 * expand.
 */
export type PathHere = { readonly path: string } | { readonly why: 'foreign' | 'relative' | 'tilde' };

/** `directory` is what relative paths are relative to, an absolute path; undefined if that is not known. */
export function pathHere(written: string, directory: string | undefined): PathHere {
  if (isAbsolute(written)) return { path: written };
  if (win32.isAbsolute(written)) return { why: 'foreign' };
  // Only a shell knows what `~` is, and only Windows what `C:x` is relative to.
  if (written.startsWith('~')) return { why: 'tilde' };
  if (directory === undefined || /^[a-z]:/i.test(written)) return { why: 'relative' };
  return { path: join(directory, written) };
}
