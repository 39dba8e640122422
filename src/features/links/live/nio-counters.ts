import { setTimeout as delay } from 'node:timers/promises';
import { isLoopback } from '../../../core/address/host.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../../core/sockets/read-hosts.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import { compareText } from '../compare-text.ts';
import { counterLimit } from '../counter-limits.ts';
import type { LinkEnd } from '../link-table.ts';
import type { CountersUnknown, FactsOf, LaterLook, NioFacts } from '../nio-facts.ts';
import { emulatorSockets } from '../pair-observed.ts';
import { HypervisorNios } from './hypervisor-nios.ts';

/** A frame that was sent may be on its way for a moment, on a busy machine too. */
const ON_ITS_WAY_MS = 200;

export interface CountersRead {
  readonly factsOf: FactsOf;
  /** Processes of this host that were asked and did not answer. */
  readonly silent: ReadonlySet<number>;
  /** Why counters are not known, in sentences. */
  readonly limits: readonly string[];
}

export const NO_COUNTERS: CountersRead = { factsOf: () => undefined, silent: new Set(), limits: [] };

/** One hypervisor process with its UDP sockets. */
interface Owner {
  readonly view: HostView;
  readonly pid: number;
  readonly rows: SocketRow[];
}

/**
 * Asks the hypervisors of this host for the counters of their NIOs, over one connection to each that lasts
 * until `close`. Which socket a NIO has is told by the log of its hypervisor, else it is not known.
 */
export class NioCounters {
  private readonly hypervisors = new Map<string, HypervisorNios>();
  private facts: ReadonlyMap<number, { readonly facts: NioFacts; readonly of: HypervisorNios }> = new Map();

  async read(hosts: ReadHosts, signal: AbortSignal): Promise<CountersRead> {
    const unknown: CountersUnknown[] = [];
    const silent = new Set<number>();
    const reachable = ownersIn(hosts).flatMap((owner): [Owner, HypervisorNios][] => {
      const found = this.hypervisorOf(owner, hosts.here);
      if (found instanceof HypervisorNios) return [[owner, found]];
      unknown.push(found);
      return [];
    });
    await this.forget(new Set(reachable.map(([, one]) => one)));
    const found = new Map<number, { facts: NioFacts; of: HypervisorNios }>();
    const shared = sharedLogs(reachable.map(([, one]) => one));
    await Promise.all(
      reachable.map(async ([{ pid, rows }, one]) => {
        const where = `${one.place.address.host}:${one.place.address.port}`;
        if (shared.has(one)) {
          unknown.push({ where, why: 'log shared' });
          return;
        }
        const reading = await one.read(rows, signal);
        if (reading.unknown !== undefined) unknown.push(reading.unknown);
        if (reading.unknown?.why === 'no answer') silent.add(pid);
        for (const [inode, facts] of reading.nios) found.set(inode, { facts, of: one });
      }),
    );
    this.facts = found;
    return {
      factsOf: ({ inode }) => found.get(inode)?.facts,
      silent,
      limits: unknown.map(counterLimit).sort(compareText),
    };
  }

  /** Looks at the NIOs of some ends again, a moment later. */
  async lookAgain(ends: readonly LinkEnd[], signal: AbortSignal): Promise<ReadonlyMap<LinkEnd, LaterLook>> {
    const looks = new Map<LinkEnd, LaterLook>();
    if (ends.length === 0 || signal.aborted) return looks;
    await delay(ON_ITS_WAY_MS, undefined, { signal }).catch(() => undefined);
    for (const end of ends) {
      const known = this.facts.get(end.inode ?? 0);
      const look = signal.aborted ? undefined : await known?.of.lookAgain(known.facts);
      if (look !== undefined) looks.set(end, look);
    }
    return looks;
  }

  /** Ends every conversation. */
  async close(): Promise<void> {
    await this.forget(new Set());
  }

  private async forget(kept: ReadonlySet<HypervisorNios>): Promise<void> {
    const gone = [...this.hypervisors].filter(([, one]) => !kept.has(one));
    for (const [key] of gone) this.hypervisors.delete(key);
    await Promise.all(gone.map(([, one]) => one.close()));
  }

  private hypervisorOf({ view, pid }: Owner, here: HostView): HypervisorNios | CountersUnknown {
    const port = view.controlPortOf(pid);
    if (port === undefined) return { where: `process ${pid} on ${view.name}`, why: 'no control port' };
    const where = `${view.name}:${port}`;
    if (view !== here) return { where, why: 'other host' };
    const info = view.table.processes.get(pid);
    // What is asked would wait for it, and leave a descriptor there.
    if (info?.halted !== undefined) return { where, why: 'stopped' };
    const key = `${pid} ${port}`;
    const known = this.hypervisors.get(key);
    if (known !== undefined) return known;
    const address = { host: view.name, port, addresses: addressesOf(view, port) };
    const one = new HypervisorNios({ pid, args: info?.args ?? [], address });
    const why = one.openLog();
    if (why !== undefined) return { where, why: `log ${why}` };
    this.hypervisors.set(key, one);
    return one;
  }
}

/** The hypervisors that have UDP sockets. */
function ownersIn(hosts: ReadHosts): Owner[] {
  const owners = new Map<string, Owner>();
  for (const { view, row } of emulatorSockets(hosts)) {
    if (view.roleOf(row) !== 'hypervisor' || row.pid === undefined) continue;
    const key = `${view.name} ${row.pid}`;
    const owner = owners.get(key) ?? { view, pid: row.pid, rows: [] };
    owner.rows.push(row);
    owners.set(key, owner);
  }
  return [...owners.values()];
}

/** Those that write into one file with another. */
function sharedLogs(all: readonly HypervisorNios[]): ReadonlySet<HypervisorNios> {
  const count = new Map<string | undefined, number>();
  for (const { logIdentity } of all) count.set(logIdentity, (count.get(logIdentity) ?? 0) + 1);
  return new Set(all.filter(({ logIdentity }) => (count.get(logIdentity) ?? 0) > 1));
}

/** This host is reached by the loopback if the hypervisor listens there. */
function addressesOf(view: HostView, port: number): string[] {
  const addresses = view.addressesOfListener(port);
  const [loopback, others] = [addresses.filter(isLoopback), addresses.filter((address) => !isLoopback(address))];
  return [...loopback, ...others].slice(0, 4);
}
