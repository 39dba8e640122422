import { readlinkSync } from 'node:fs';

/**
 * The directory that a process of this host is in, an absolute path; undefined where the system does not
 * tell, which only Linux does, and of others' processes only root. `root` is /proc, except in tests.
 */
export function directoryOfProcess(pid: number, root = '/proc'): string | undefined {
  try {
    return readlinkSync(`${root}/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
