import { readdirSync, readFileSync } from 'node:fs';
import type { OpenFiles } from '../../core/kernel/open-files.ts';

/**
 * How many descriptors a process of this host has open, and may have. Undefined where the system does not
 * tell, which only Linux does, and of others' processes only root. `root` is /proc, except in tests.
 */
export function openFilesOf(pid: number, root = '/proc'): OpenFiles | undefined {
  try {
    const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync(`${root}/${pid}/limits`, 'latin1'))?.[1];
    if (limit === undefined) return undefined;
    const most = limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
    // One that was inherited from a program with a higher limit takes none of the numbers that are left.
    const open = readdirSync(`${root}/${pid}/fd`).filter((fd) => Number(fd) < most).length;
    return { open, limit: most };
  } catch {
    return undefined;
  }
}
