import { readFileSync } from 'node:fs';
import { statFields } from './stat-fields.ts';

/** The process that a process is a child of; undefined where it cannot be known. */
function parentOf(pid: number, root: string): number | undefined {
  try {
    const parent = Number(statFields(readFileSync(`${root}/${pid}/stat`, 'latin1'))[1]);
    return Number.isInteger(parent) ? parent : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Programs that are given the children of others which are gone: they ask for it (prctl(2),
 * PR_SET_CHILD_SUBREAPER).
 */
export const GUARDIANS: ReadonlySet<string> = new Set(['systemd', 'init', 'tini', 'docker-init', 'dumb-init']);

/**
 * True if the program that started a process is gone, so that the first process has it, or the service
 * manager of a session; undefined where that cannot be known. `root` is /proc, except in tests.
 */
export function isOrphan(pid: number, root = '/proc'): boolean | undefined {
  const parent = parentOf(pid, root);
  if (parent === undefined) return undefined;
  // In a container the GNS3 server itself may be the first process: its children and orphans look the same.
  if (parent <= 1) return isServer(parent, root) ? undefined : true;
  const name = nameOf(parent, root);
  if (name === undefined) return undefined;
  // VPCS is two processes, one the child of the other.
  return name === nameOf(pid, root) ? isOrphan(parent, root) : GUARDIANS.has(name);
}

function isServer(pid: number, root: string): boolean {
  try {
    return readFileSync(`${root}/${pid}/cmdline`, 'latin1')
      .split('\0')
      .some((word) => /(?:^|\/)gns3server$/.test(word));
  } catch {
    return false;
  }
}

function nameOf(pid: number, root: string): string | undefined {
  try {
    return readFileSync(`${root}/${pid}/comm`, 'latin1').trim();
  } catch {
    return undefined;
  }
}
