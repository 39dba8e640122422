import { isLoopback } from '../../../core/address/host.ts';
import type { HostView, Located } from '../../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../../core/sockets/read-hosts.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { type ObservedNio, observeNios } from '../../../world/hypervisor/observe.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import type { CountersOf } from '../link-end.ts';
import type { Counters } from '../link-table.ts';
import { emulatorSockets } from '../pair-observed.ts';

/** A hypervisor on this host answers in milliseconds; one that does not is not waited for. */
const TIMEOUT_MS = 2000;

export interface CountersRead {
  readonly countersOf: CountersOf;
  /** Why some have none, in sentences. */
  readonly limits: readonly string[];
}

export const NO_COUNTERS: CountersRead = { countersOf: () => undefined, limits: [] };

/**
 * Asks the hypervisors for the counters of their NIOs. No command tells which socket a NIO has: `nio list` is
 * newest first, and a process gives its sockets ascending descriptors, so the two are laid side by side if
 * there are as many of one as of the other.
 */
export async function readCounters(hosts: ReadHosts, signal: AbortSignal): Promise<CountersRead> {
  const sockets = new Map<string, Located[]>();
  for (const located of emulatorSockets(hosts)) {
    const { view, row } = located;
    if (view.roleOf(row) !== 'hypervisor' || row.pid === undefined || row.fd === undefined) continue;
    const key = `${view.name} ${row.pid}`;
    const own = sockets.get(key);
    if (own === undefined) sockets.set(key, [located]);
    else own.push(located);
  }
  const found = new Map<Located['row'], Counters>();
  const limits: string[] = [];
  await Promise.all(
    [...sockets.values()].map(async (own) => {
      const limit = await readHypervisor(own, { hosts, found, signal });
      if (limit !== undefined) limits.push(limit);
    }),
  );
  return { countersOf: ({ row }) => found.get(row), limits: limits.sort() };
}

/** Returns what stands against it. */
async function readHypervisor(
  own: readonly Located[],
  { hosts, found, signal }: { hosts: ReadHosts; found: Map<Located['row'], Counters>; signal: AbortSignal },
): Promise<string | undefined> {
  const [first] = own;
  const { view, row } = first as Located;
  const port = view.controlPortOf(row.pid as number);
  if (port === undefined) return `no counters of process ${row.pid} on ${view.name}: its control port is not known`;
  const where = `${view.name}:${port}`;
  const address = { host: view.name, port, addresses: addressesOf(view, port, view === hosts.here) };
  try {
    const outcome = await withHypervisor(address, { timeoutMs: TIMEOUT_MS, signal }, observeNios);
    if ('result' in outcome) return laidSideBySide(own, outcome.result, where, found);
    return `no counters of ${where}: ${outcome.tcp.state} (${outcome.tcp.reason})`;
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return `no counters of ${where}: ${signal.aborted ? 'interrupted' : error.message}`;
  }
}

/** Returns what stands against it; `nios` are newest first. */
function laidSideBySide(
  own: readonly Located[],
  nios: readonly ObservedNio[],
  where: string,
  found: Map<Located['row'], Counters>,
): string | undefined {
  const sorted = [...own].sort((a, b) => (a.row.fd ?? 0) - (b.row.fd ?? 0));
  if (nios.length !== sorted.length) {
    return `no counters of ${where}: it has ${nios.length} NIOs and ${sorted.length} UDP sockets, so that it cannot be told which is whose`;
  }
  for (const [index, { packetsIn, packetsOut, bytesIn, bytesOut }] of [...nios].reverse().entries()) {
    const located = sorted[index];
    if (located === undefined || packetsIn === undefined || packetsOut === undefined) continue;
    found.set(located.row, { packetsIn, packetsOut, bytesIn: bytesIn ?? 0, bytesOut: bytesOut ?? 0 });
  }
  return undefined;
}

/** This host is reached by the loopback if the hypervisor listens there; another one never is. */
function addressesOf(view: HostView, port: number, isHere: boolean): string[] {
  const addresses = view.addressesOfListener(port);
  const [loopback, others] = [addresses.filter(isLoopback), addresses.filter((address) => !isLoopback(address))];
  return isHere ? [...loopback, ...others].slice(0, 4) : others.slice(0, 4);
}
