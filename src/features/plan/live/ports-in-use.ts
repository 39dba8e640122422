import type { Machines } from '../../../core/address/host.ts';
import { type Unanswered, unansweredNamesText } from '../../../core/address/unanswered.ts';
import type { PortsInUse } from '../../../core/bases/base-rules.ts';
import type { Lab } from '../../../core/lab/lab.ts';
import { holderName } from '../../../core/sockets/holder-name.ts';
import type { SocketTable } from '../../../core/sockets/socket-table.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { socketsOfThisHost } from '../../../world/sockets/this-host.ts';

/** The ports in use on this host by others than the hypervisors of the labs, and what could not be seen. */
export interface LivePorts {
  /** By each name that the labs have for this host. */
  readonly inUse: ReadonlyMap<string, PortsInUse>;
  readonly limits: readonly string[];
}

/**
 * Reads the sockets of this host. What the labs' own hypervisors hold, if they run, is not in the way: a
 * program that listens on one of their control ports is taken for them. Throws `WorldError` if the sockets
 * cannot be read. Changes nothing.
 */
export async function livePorts(labs: readonly Lab[], machines: Machines, names = new HostNames()): Promise<LivePorts> {
  const controlPorts = new Set<number>();
  const here = new Set<string>();
  const hypervisors = labs.flatMap((lab) => lab.hypervisors);
  const areHere = await Promise.all(hypervisors.map(({ host }) => names.isThisHost(host)));
  for (const [index, { host, port }] of hypervisors.entries()) {
    if (!areHere[index]) continue;
    controlPorts.add(port);
    here.add(machines.machineOf(host));
  }
  const open = new Map(hypervisors.flatMap(({ host }) => notAnswered(host, names)));
  const unseen = unansweredNamesText(open);
  const notKnown =
    unseen === undefined ? [] : [`${unseen}; the ports in use are looked at as if that were another host`];
  if (here.size === 0) {
    return { inUse: new Map(), limits: [...notKnown, 'no hypervisor of the labs is on this host'] };
  }
  const { ports, hidden } = foreignPorts(await socketsOfThisHost({ allOwners: true, next: NEEDED }), controlPorts);
  const limits =
    hidden === 0 ? [] : [`the owners of ${hidden} sockets are hidden from this user: they count as other programs`];
  return { inUse: new Map([...here].map((machine) => [machine, ports])), limits: [...notKnown, ...limits] };
}

function notAnswered(host: string, names: HostNames): [string, Unanswered][] {
  const unanswered = names.unanswered(host);
  return unanswered === undefined ? [] : [[host, unanswered]];
}

const NEEDED = 'leave --avoid live out, and look with netstat whether the ports are free';

/**
 * Every UDP port that is bound and every TCP port that somebody listens on, without those of the labs' own
 * processes.
 */
export function foreignPorts(
  { rows, processes }: Pick<SocketTable, 'rows' | 'processes'>,
  controlPorts: ReadonlySet<number>,
): { ports: PortsInUse; hidden: number } {
  const own = new Set(
    rows.flatMap((row) =>
      row.protocol === 'tcp' && row.state === 'LISTEN' && controlPorts.has(row.localPort) ? (row.pid ?? []) : [],
    ),
  );
  const udp = new Map<number, string>();
  const tcp = new Map<number, string>();
  let hidden = 0;
  for (const { protocol, state, localPort, pid } of rows) {
    if (protocol === 'tcp' && (state !== 'LISTEN' || controlPorts.has(localPort))) continue;
    if (pid !== undefined && own.has(pid)) continue;
    if (pid === undefined) hidden++;
    const name =
      pid === undefined ? 'another program' : holderName({ pid, process: processes.get(pid)?.name ?? 'a program' });
    (protocol === 'udp' ? udp : tcp).set(localPort, name);
  }
  return { ports: { udp, tcp }, hidden };
}
