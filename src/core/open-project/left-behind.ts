import type { EmulatorProcess } from './host.ts';

/**
 * True if the server that has started a process is gone. In a container the server may be the first process
 * itself, which elsewhere is the parent of those that have lost theirs. The parent of one of the two
 * processes of VPCS is the other.
 */
export function isLeftBehind(
  { isOrphan, parentPid }: EmulatorProcess,
  processes: ReadonlyMap<number, EmulatorProcess>,
): boolean {
  if (isOrphan !== true) return false;
  const parent = parentPid === undefined ? undefined : processes.get(parentPid);
  const grandparent = parent?.parentPid === undefined ? undefined : processes.get(parent.parentPid);
  return parent?.program !== 'gns3server' && grandparent?.program !== 'gns3server';
}
