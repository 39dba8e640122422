import { WorldError } from '../../../core/errors/world-error.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';
import type { RehearsalNio } from '../plan.ts';
import type { RehearsalHypervisor } from './open-hypervisor.ts';

/** What a rehearsal has to know of the host that it is run on. */
export interface ThisHost {
  /** Who had the port of an end before the rehearsal. */
  readonly holdersOf: (nio: RehearsalNio) => readonly string[];
  /** UDP ports. */
  readonly takenHere: ReadonlySet<number>;
  readonly limits: readonly string[];
}

/**
 * Reads the socket table of this host, if hypervisors run on it. Refuses if another hypervisor, one that is not of the lab, has a
 * port that the lab needs: the new NIO could take its frames.
 */
export async function lookAtThisHost(
  nios: readonly RehearsalNio[],
  hypervisors: readonly RehearsalHypervisor[],
  here: ReadonlySet<RehearsalHypervisor>,
): Promise<ThisHost> {
  const nobody = { holdersOf: () => [], takenHere: new Set<number>() };
  if (here.size === 0) return { ...nobody, limits: [] };
  const { table, why } = await readThisHost({ allOwners: false });
  if (table === undefined) return { ...nobody, limits: [`who has ports on this host is not known: ${why}`] };
  const view = new HostView(table);
  // What the lab's own hypervisors have they are asked themselves.
  const own = new Set(hypervisors.filter((one) => here.has(one)).map(({ port }) => view.listenerOn(port)));
  const isHere = ({ hypervisor }: RehearsalNio): boolean => here.has(hypervisors[hypervisor] as RehearsalHypervisor);
  for (const nio of nios.filter(isHere)) {
    const running = view.udp(nio.localPort).find((row) => view.isEmulators(row) && !own.has(row.pid));
    if (running === undefined) continue;
    throw new WorldError(
      'LAB_RUNS',
      `${ownerName(view, running)} has UDP port ${nio.localPort}, which this lab needs: a lab is running, and a rehearsal could take its frames`,
      { next: 'stop that lab first; niostat links shows what is there' },
    );
  }
  const hidden = nios.filter(
    (nio) => isHere(nio) && view.udp(nio.localPort).some((row) => view.roleOf(row) === 'unknown'),
  );
  if (hidden[0] !== undefined) {
    throw new WorldError(
      'LAB_RUNS',
      `somebody else's program has UDP port ${hidden[0].localPort}, which this lab needs; it may be a lab that runs, whose frames a rehearsal could take`,
      { next: `find out who has it, as root: ss -unap 'sport = :${hidden[0].localPort}'` },
    );
  }
  return {
    limits: [],
    takenHere: new Set(table.rows.flatMap(({ protocol, localPort }) => (protocol === 'udp' ? [localPort] : []))),
    holdersOf: (nio) => (isHere(nio) ? [...new Set(view.udp(nio.localPort).map((row) => ownerName(view, row)))] : []),
  };
}
