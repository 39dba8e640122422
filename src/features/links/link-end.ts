import { holderName } from '../../core/sockets/holder-name.ts';
import type { Located } from '../../core/sockets/host-view.ts';
import type { Counters, LinkEnd } from './link-table.ts';

/** Counters of NIOs by socket, as far as they are known. */
export type CountersOf = (located: Located) => Counters | undefined;

/** What a lab says about an end. */
export interface EndNames {
  readonly hypervisor?: string;
  readonly device?: string;
  readonly interface?: string;
}

/** An end that is there. */
export function presentEnd({ view, row }: Located, names: EndNames = {}, counters?: Counters): LinkEnd {
  const process = view.processOf(row)?.name;
  const hypervisor = names.hypervisor ?? view.hypervisorOf(row);
  // Written out and not spread: of a large table this is most of the work.
  const end: { -readonly [Key in keyof LinkEnd]: LinkEnd[Key] } = {
    host: view.name,
    localAddress: row.localAddress,
    localPort: row.localPort,
    remoteAddress: row.remoteAddress,
    remotePort: row.remotePort,
    present: true,
  };
  if (row.pid !== undefined) end.pid = row.pid;
  if (process !== undefined && process !== '') end.process = process;
  if (hypervisor !== undefined) end.hypervisor = hypervisor;
  if (names.device !== undefined) end.device = names.device;
  if (names.interface !== undefined) end.interface = names.interface;
  if (row.inode !== 0) end.inode = row.inode;
  if (counters !== undefined) Object.assign(end, counters, { countersInferred: true });
  return end;
}

/** An end that should be there, with the addresses that it should have. */
export function missingEnd(
  host: string,
  {
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
  }: Pick<LinkEnd, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>,
  names: EndNames = {},
): LinkEnd {
  return { host, localAddress, localPort, remoteAddress, remotePort, present: false, ...names };
}

/** `R1 f0/0`, `localhost:7200`, or `dynamips (pid 12)`: how an end is named in a sentence. */
export function endName(end: LinkEnd): string {
  if (end.device !== undefined) return `${end.device} ${end.interface}`;
  if (end.hypervisor !== undefined) return `${end.hypervisor} port ${end.localPort}`;
  return end.present ? holderName(end) : `the other end, port ${end.localPort} of ${end.host}`;
}
