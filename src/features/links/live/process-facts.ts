import type { HostView } from '../../../core/sockets/host-view.ts';
import { openFilesOf } from '../../../world/sockets/open-files.ts';
import { isOrphan } from '../../../world/sockets/process-parent.ts';
import type { ProcessFacts } from '../match-expected.ts';

/** What is known of the processes of this host; of those of other hosts nothing is. */
export function processFactsOf(here: HostView): ProcessFacts {
  return {
    openFilesOf: (view, pid) => (view === here ? openFilesOf(pid) : undefined),
    isOrphan: (view, pid) => (view === here ? isOrphan(pid) : undefined),
  };
}
