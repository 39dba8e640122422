import { holderName } from '../../core/sockets/holder-name.ts';
import type { Located } from '../../core/sockets/host-view.ts';
import type { LinkEnd } from './link-table.ts';
import type { NioFacts } from './nio-facts.ts';

/** What is known about the NIO of a socket, its counters first of all. */
export type CountersOf = (located: Located) => NioFacts | undefined;

/** What a lab says about an end. */
export interface EndNames {
  readonly hypervisor?: string;
  readonly device?: string;
  readonly interface?: string;
  readonly hostInLab?: string;
}

/** An end that is there. */
export function presentEnd({ view, row }: Located, names: EndNames = {}, counters?: NioFacts): LinkEnd {
  const info = view.processOf(row);
  const process = info?.name;
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
  if (names.hostInLab !== undefined) end.hostInLab = names.hostInLab;
  if (names.device !== undefined) end.device = names.device;
  if (names.interface !== undefined) end.interface = names.interface;
  if (row.inode !== 0) end.inode = row.inode;
  end.receiveQueue = row.receiveQueue;
  if (row.receiveBuffer !== undefined) end.receiveBuffer = row.receiveBuffer;
  if (row.drops !== undefined) end.drops = row.drops;
  if (info?.halted !== undefined) end.unread = `process ${info.halted}`;
  if (counters !== undefined) setCounters(end, counters);
  return end;
}

function setCounters(end: { -readonly [Key in keyof LinkEnd]: LinkEnd[Key] }, facts: NioFacts): void {
  const { nio, boundTo, router, packetsIn, packetsOut, bytesIn, bytesOut } = facts;
  Object.assign(end, { nio, packetsIn, packetsOut, bytesIn, bytesOut });
  if (boundTo !== undefined) end.boundTo = boundTo;
  if (router !== undefined) end.router = router;
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

/** A host as the lab names it: what the sockets of this one were read under is no name for other hosts. */
export function hostText({ host, hostInLab }: Pick<LinkEnd, 'host' | 'hostInLab'>): string {
  if (hostInLab === undefined) return host === 'localhost' ? 'this host' : host;
  return host === 'localhost' ? `${hostInLab} (this host)` : hostInLab;
}

/** `R1 f0/0`, `localhost:7200`, or `dynamips (pid 12)`: how an end is named in a sentence. */
export function endName(end: LinkEnd): string {
  if (end.device !== undefined) return `${end.device} ${end.interface}`;
  if (end.hypervisor !== undefined) return `${end.hypervisor} port ${end.localPort}`;
  return end.present ? holderName(end) : `the other end, port ${end.localPort} of ${hostText(end)}`;
}
