import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import { strangeHypervisors } from '../../../core/sockets/strange-hypervisors.ts';
import { PROCESS_TITLES } from '../../../core/words/process-titles.ts';
import type { HostNames } from '../../../world/network/host-names.ts';
import { openFilesOf } from '../../../world/sockets/open-files.ts';
import type { ThisHostReading } from '../../../world/sockets/this-host.ts';
import type { ListenersHere, ObservedHypervisor, PortHolder } from '../observed.ts';

/** These states leave open who is there; the socket table of this host may tell. */
const PUZZLING: ReadonlySet<string> = new Set(['refused', 'timeout', 'not-a-hypervisor']);

/**
 * Adds what the socket table of this host says to hypervisors of this host that do not answer as they
 * should. The table is read once, and only if there is such a one; where it cannot be read nothing is added.
 */
export async function withListeners(
  observed: readonly ObservedHypervisor[],
  names: HostNames,
  readHere: () => Promise<ThisHostReading>,
): Promise<ObservedHypervisor[]> {
  const puzzling = new Set<ObservedHypervisor>();
  for (const one of observed) {
    if (PUZZLING.has(one.tcp.state) && (await names.isThisHost(one.target.host))) puzzling.add(one);
  }
  if (puzzling.size === 0) return [...observed];
  const { table } = await readHere();
  if (table === undefined) return [...observed];
  const view = new HostView(table);
  for (const { target, tcp, address } of observed) {
    const pid = tcp.state === 'open' ? view.listenerOn(target.port, address === undefined ? [] : [address]) : undefined;
    if (typeof pid === 'number' && (await names.isThisHost(target.host))) view.declareHypervisor(pid);
  }
  return observed.map((one) => (puzzling.has(one) ? { ...one, listeners: listenersAt(one, view) } : one));
}

function holderOf(pid: number, view: HostView): PortHolder {
  const files = openFilesOf(pid);
  const isHypervisor = view.hypervisorProcesses().has(pid);
  const isResponder = view.table.processes.get(pid)?.name === PROCESS_TITLES.respond;
  return {
    pid,
    halted: view.table.processes.get(pid)?.halted,
    exhausted: files !== undefined && files.open >= files.limit ? files.limit : undefined,
    name: ownerName(view, { pid }),
    kind: isResponder ? 'responder' : view.isForwarder(pid) ? 'forwarder' : isHypervisor ? 'hypervisor' : 'program',
    controlPort: isHypervisor ? view.controlPortOf(pid) : undefined,
  };
}

function listenersAt({ target, address }: ObservedHypervisor, view: HostView): ListenersHere {
  const pid = view.listenerOn(target.port, address === undefined ? [] : [address]);
  const holder = typeof pid === 'number' ? holderOf(pid, view) : undefined;
  return { holder, elsewhere: strangeHypervisors(view) };
}
