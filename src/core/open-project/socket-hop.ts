import { present } from '../present.ts';
import { holderName, ownerName } from '../sockets/holder-name.ts';
import { isConnected } from '../sockets/host-view.ts';
import type { SocketRow } from '../sockets/socket-table.ts';
import type { PortPair } from './end-chain.ts';
import type { HopCounters, NioPorts } from './host.ts';
import type { Hop, HopFault } from './live-link.ts';
import type { ProjectHost } from './project-host.ts';

/** A socket as its program was told to make it; ports may be unknown. */
export interface ToldHop extends Pick<Hop, 'program' | 'node'> {
  readonly nio?: Hop['nio'] | undefined;
  readonly side?: Hop['side'] | undefined;
  readonly counters?: HopCounters | undefined;
  readonly grown?: HopCounters | undefined;
  readonly filters?: readonly string[] | undefined;
  readonly ports?: (PortPair & Partial<NioPorts>) | undefined;
  /** The processes one of which has it; empty if there is none that could. */
  readonly pids: readonly number[];
  /** What is wrong if it is not there. */
  readonly lack: HopFault | undefined;
  /** False where nothing reads it, and nothing should: that of a router that is not started. */
  readonly isRead: boolean;
  /** VPCS and QEMU bind their sockets and do not connect them. */
  readonly isConnected: boolean;
}

/** Linux lets so many bytes wait at a socket if nothing else was said (net.core.rmem_default). */
const USUAL_BUFFER = 212_992;

/** What the table of sockets says of a socket. */
type Sight = Pick<Hop, 'isPresent'> &
  Partial<Pick<Hop, 'pid' | 'fault' | 'holder' | 'holderPid' | 'receiveQueue' | 'drops'>>;

/** A hop while its parts are put together: a large project has tens of thousands, and copies are slow. */
type Growing = { -readonly [K in keyof Hop]: Hop[K] };

/** The hop as it is there. */
export function socketHop(host: ProjectHost, told: ToldHop): Hop {
  const { program, node, pids, ports, nio, side, counters, grown, filters } = told;
  const hop: Growing = { program, node, host: host.name, isPresent: false };
  if (pids[0] !== undefined) hop.pid = pids[0];
  if (ports !== undefined) {
    hop.localPort = ports.localPort;
    hop.remotePort = ports.remotePort;
    if (ports.remoteHost !== undefined) hop.remoteHost = ports.remoteHost;
  }
  if (nio !== undefined) hop.nio = nio;
  if (side !== undefined) hop.side = side;
  if (counters !== undefined) hop.counters = counters;
  if (grown !== undefined) hop.grown = grown;
  if (filters !== undefined && filters.length > 0) hop.filters = filters;
  return Object.assign(hop, sightOf(host, told));
}

function sightOf(host: ProjectHost, told: ToldHop): Sight {
  const { ports } = told;
  if (ports === undefined) return { isPresent: false, ...faultOf(told.lack) };
  const rows = host.view.udp(ports.localPort);
  const own = ownOf(rows, told, ports);
  if (own === undefined) return { isPresent: false, ...whyAbsent(host, told, rows) };
  // Any program may bind such a port, and then that of the node runs without one.
  if (own.pid === undefined && !told.isConnected) return { isPresent: false, fault: 'not seen' };
  const { pid = told.pids[0], receiveQueue, drops } = own;
  return {
    isPresent: true,
    ...present({ pid, receiveQueue, drops }),
    ...(rivalOf(host, rows, own, ports) ?? faultOf(haltOf(host, told, own))),
  };
}

/** Best the one whose owner is known to be the right one; of some rows no owner may be seen. */
function ownOf(
  rows: readonly SocketRow[],
  { pids, isConnected: connects }: ToldHop,
  ports: PortPair,
): SocketRow | undefined {
  const fitting = rows.filter((row) => (isConnected(row) || connects ? row.remotePort === ports.remotePort : true));
  return (
    fitting.find(({ pid }) => pid !== undefined && pids.includes(pid)) ?? fitting.find(({ pid }) => pid === undefined)
  );
}

/**
 * Another socket that gets the frames that are meant for `own`, or may get them: one with the same four
 * values, or, where `own` is not connected, one that is connected to the sender or not connected either. The
 * kernel prefers a socket that is connected to the sender (docs/FACTS.md).
 */
function rivalOf(
  host: ProjectHost,
  rows: readonly SocketRow[],
  own: SocketRow,
  { remotePort }: PortPair,
): Partial<Sight> | undefined {
  const rivals = rows.filter((row) => {
    if (row === own) return false;
    if (!isConnected(row)) return !isConnected(own);
    return row.remotePort === remotePort && (!isConnected(own) || row.remoteAddress === own.remoteAddress);
  });
  const found = worstHolder(host, rivals);
  return found === undefined ? undefined : { fault: found.role, ...heldBy(host, found.row) };
}

/** What stands where a socket should be. */
function whyAbsent(host: ProjectHost, { pids, lack }: ToldHop, rows: readonly SocketRow[]): Partial<Sight> {
  if (host.reading.sockets.isCut === true) return { fault: 'not seen' };
  const others = rows.filter(({ pid }) => pid === undefined || !pids.includes(pid));
  const found = worstHolder(host, others);
  const holder = found === undefined ? {} : heldBy(host, found.row);
  if (found?.role === 'orphan') return { fault: 'orphan', ...holder };
  if (lack !== 'no socket') return { ...faultOf(lack), ...holder };
  if (found !== undefined) return { fault: 'foreign', ...holder };
  return { fault: rows.length > 0 ? 'crossed' : lack };
}

const HOLDERS = ['orphan', 'foreign', 'shared'] as const;

function worstHolder(
  host: ProjectHost,
  rows: readonly SocketRow[],
): { readonly row: SocketRow; readonly role: (typeof HOLDERS)[number] } | undefined {
  const roles = rows.map((row) => ({ row, role: roleOf(host, row) }));
  for (const wanted of HOLDERS) {
    const found = roles.find(({ role }) => role === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function roleOf(host: ProjectHost, row: SocketRow): (typeof HOLDERS)[number] {
  if (host.isLeft(row.pid)) return 'orphan';
  if (row.pid === undefined || host.processOf(row.pid) !== undefined) return 'shared';
  return host.view.isEmulators(row) ? 'shared' : 'foreign';
}

function heldBy(host: ProjectHost, row: SocketRow): Pick<Sight, 'holder' | 'holderPid'> {
  const process = host.processOf(row.pid);
  const holder =
    process === undefined ? ownerName(host.view, row) : holderName({ pid: row.pid, process: process.program });
  return { holder, ...(row.pid === undefined ? {} : { holderPid: row.pid }) };
}

/** Why nothing reads a socket that is there. */
function haltOf(host: ProjectHost, { pids, isRead }: ToldHop, own: SocketRow): HopFault | undefined {
  const halted = pids.map((pid) => host.processOf(pid)?.halted).find((state) => state !== undefined);
  if (halted !== undefined) return `process ${halted}`;
  const isFull = own.receiveQueue > (own.receiveBuffer ?? USUAL_BUFFER) / 2;
  return isRead && isFull ? 'queue full' : undefined;
}

function faultOf(fault: HopFault | undefined): { readonly fault?: HopFault } {
  return fault === undefined ? {} : { fault };
}
