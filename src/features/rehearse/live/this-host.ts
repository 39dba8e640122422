import { familyOf } from '../../../core/address/ip-address.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { OpenFiles } from '../../../core/kernel/open-files.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import { isInTheWay } from '../../../core/sockets/in-the-way.ts';
import { endCommand, whoHasCommand } from '../../../core/text/system-commands.ts';
import { openFilesOf } from '../../../world/sockets/open-files.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';
import type { RehearsalEnd, RehearsalHypervisor } from '../ends.ts';
import type { UnusableHypervisor } from '../unusable-hypervisors.ts';

/** What a rehearsal has to know of the UDP ports of the host that it is run on. */
export interface PortsHere {
  /** Who had the port of an end before the rehearsal. */
  readonly holdersOf: (end: RehearsalEnd) => readonly string[];
  readonly takenHere: ReadonlySet<number>;
  /** The descriptors of a hypervisor now; undefined if it is not here, or nobody tells. */
  readonly descriptorsOf: (hypervisor: RehearsalHypervisor) => OpenFiles | undefined;
  /** The same hypervisor with what its process, if it is here, tells of why it does not answer. */
  readonly withProcess: (unusable: UnusableHypervisor) => UnusableHypervisor;
  readonly limits: readonly string[];
}

/**
 * Reads the socket table of this host, if hypervisors run on it (`here`). Throws `WorldError` if another
 * hypervisor, one that is not of the lab, has a port that the lab needs: the new NIO could take its frames.
 */
export async function readPortsHere(
  ends: readonly RehearsalEnd[],
  here: ReadonlySet<RehearsalHypervisor>,
): Promise<PortsHere> {
  const nobody = {
    holdersOf: () => [],
    takenHere: new Set<number>(),
    descriptorsOf: () => undefined,
    withProcess: (unusable: UnusableHypervisor) => unusable,
  };
  if (here.size === 0) return { ...nobody, limits: [] };
  const { table, why } = await readThisHost({ allOwners: false });
  if (table === undefined)
    return { ...nobody, limits: [`the ports that are in use on this host could not be determined: ${why}`] };
  const view = new HostView(table);
  const isHere = ({ hypervisor }: RehearsalEnd): boolean => here.has(hypervisor);
  checkNoLabRuns(ends.filter(isHere), here, view);
  return {
    limits: [],
    takenHere: new Set(table.rows.flatMap(({ protocol, localPort }) => (protocol === 'udp' ? [localPort] : []))),
    descriptorsOf: (hypervisor) => {
      const pid = here.has(hypervisor) ? view.listenerOn(hypervisor.port) : undefined;
      return typeof pid === 'number' ? openFilesOf(pid) : undefined;
    },
    holdersOf: (end) => (isHere(end) ? holdersIn(view, end) : []),
    withProcess: (unusable) => (here.has(unusable.hypervisor) ? withProcess(unusable, view) : unusable),
  };
}

function withProcess(unusable: UnusableHypervisor, view: HostView): UnusableHypervisor {
  const pid = view.listenerOn(unusable.hypervisor.port);
  if (typeof pid !== 'number' || (unusable.kind !== 'silent' && unusable.kind !== 'unreached')) return unusable;
  const name = ownerName(view, { pid });
  const halted = view.table.processes.get(pid)?.halted;
  if (halted === 'stopped') {
    const remedy = `let it go on: kill -CONT ${pid}`;
    return { ...unusable, kind: 'halted', detail: `${name} is suspended (state T)`, remedy };
  }
  if (halted === 'traced') {
    return { ...unusable, kind: 'halted', detail: `a debugger holds ${name}`, remedy: 'let it go on in the debugger' };
  }
  const files = openFilesOf(pid);
  if (files === undefined || files.open < files.limit) return unusable;
  const remedy = `end it with ${endCommand([pid])}, and start it again`;
  const detail = `${name} has all ${files.limit} file descriptors open that it may have`;
  return { ...unusable, kind: 'exhausted', detail, remedy };
}

/** The programs that keep an end from having its port. */
function holdersIn(view: HostView, { localPort, remoteHost }: RehearsalEnd): string[] {
  const rows = view.udp(localPort).filter((row) => isInTheWay(row, familyOf(remoteHost)));
  return [...new Set(rows.map((row) => ownerName(view, row)))];
}

function checkNoLabRuns(ends: readonly RehearsalEnd[], here: ReadonlySet<RehearsalHypervisor>, view: HostView): void {
  // What the lab's own hypervisors have they are asked themselves.
  const own = new Set([...here].map(({ port }) => view.listenerOn(port)));
  for (const { localPort } of ends) {
    const running = view.udp(localPort).find((row) => view.isEmulators(row) && !own.has(row.pid));
    if (running === undefined) continue;
    throw new WorldError(
      'LAB_RUNS',
      `UDP port ${localPort} of this lab is in use by ${ownerName(view, running)}: a lab is running, and a rehearsal could take its frames`,
      { next: 'stop that lab first; niostat links shows what is there' },
    );
  }
  const hidden = ends.find(({ localPort }) => view.udp(localPort).some((row) => view.roleOf(row) === 'unknown'));
  if (hidden !== undefined) {
    throw new WorldError(
      'LAB_RUNS',
      `UDP port ${hidden.localPort} of this lab is in use by a program of another user; it may be a lab that runs, whose frames a rehearsal could take`,
      { next: `find the program, ${view.privilege}: ${whoHasCommand('udp', hidden.localPort)}` },
    );
  }
}
