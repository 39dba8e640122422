import { hostPortText } from '../address/host-port.ts';
import { ownerName } from './holder-name.ts';
import type { HostView } from './host-view.ts';

/**
 * `dynamips (pid 812) listens on 10.0.0.5:7200`, for each address of each hypervisor that runs on a host and
 * is none of the lab's (`declareHypervisor`): one of these may be meant where the lab names one that does not
 * run.
 */
export function strangeHypervisors(view: HostView): string[] {
  return [...view.hypervisorProcesses()].flatMap((pid) => {
    if (view.isDeclared(pid)) return [];
    const port = view.controlPortOf(pid);
    const rows = port === undefined ? [] : view.listening(port).filter((row) => row.pid === pid);
    return rows.map(
      ({ localAddress, localPort }) =>
        `${ownerName(view, { pid })} listens on ${hostPortText(localAddress, localPort)}`,
    );
  });
}
