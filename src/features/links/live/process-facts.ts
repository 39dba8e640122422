import type { OpenFiles } from '../../../core/kernel/open-files.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import { openFilesOf } from '../../../world/sockets/open-files.ts';
import { isOrphan } from '../../../world/sockets/process-parent.ts';
import type { ProcessFacts } from '../match-expected.ts';

/**
 * What is known of the processes of this host; of those of other hosts nothing is. Each is looked at once:
 * every end of every link asks for its own, and a hypervisor has thousands of descriptors to list.
 */
export function processFactsOf(here: HostView): ProcessFacts {
  const openFiles = new Map<number, OpenFiles | undefined>();
  const orphans = new Map<number, boolean | undefined>();
  return {
    openFilesOf: (view, pid) => (view === here ? once(openFiles, pid, openFilesOf) : undefined),
    isOrphan: (view, pid) => (view === here ? once(orphans, pid, isOrphan) : undefined),
  };
}

function once<T>(known: Map<number, T>, pid: number, ask: (pid: number) => T): T {
  if (!known.has(pid)) known.set(pid, ask(pid));
  return known.get(pid) as T;
}
