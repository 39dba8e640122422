import { isWildcard } from '../../../core/address/host.ts';
import { familyOf } from '../../../core/address/ip-address.ts';
import type { Hypervisor } from '../../../core/lab/lab.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView, isConnected } from '../../../core/sockets/host-view.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { readRemote } from '../../../world/sockets/remote-host.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';
import type { PortToTry } from '../ports-to-try.ts';
import type { ReachVerdict } from '../verdict.ts';

/** Reading a host over ssh, as `links` has it. */
const SSH_TIMEOUT_MS = 20_000;

export interface InUseOptions {
  /** As ssh is told it. */
  readonly host: string;
  readonly addresses: readonly [string, ...string[]];
  /** True for this host itself. */
  readonly isHere: boolean;
  readonly ssh: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A refused port may be a NIO, and is never closed then: looks for one, in the socket table or at the hypervisors, and amends the
 * verdicts. Returns what could not be found out, in a sentence.
 */
export async function findInUse(
  verdicts: Map<PortToTry, ReachVerdict>,
  options: InUseOptions,
): Promise<string | undefined> {
  const refused = [...verdicts].flatMap(([port, { state }]) =>
    port.protocol === 'udp' && state === 'closed' ? [port] : [],
  );
  if (refused.length === 0 || options.signal.aborted) return undefined;
  const sockets = await readSockets(options);
  if (sockets instanceof HostView) {
    for (const port of refused) {
      const verdict = verdictBySockets(sockets, port.port, options.addresses[0]);
      verdicts.set(
        port,
        verdict ?? { state: 'closed', reason: 'port-unreach', detail: 'the path is free, and nobody has the port' },
      );
    }
    return undefined;
  }
  const hypervisors = new Set(refused.flatMap(({ hypervisor }) => (hypervisor === undefined ? [] : [hypervisor])));
  await Promise.all(
    [...hypervisors].map(async (hypervisor) => {
      const count = hypervisor.kind === 'dynamips' ? await countNiosOf(hypervisor, options) : 0;
      if (count === 0) return;
      for (const port of refused)
        if (port.hypervisor === hypervisor) verdicts.set(port, verdictByNios(hypervisor, count));
    }),
  );
  return sockets;
}

/** Or why they cannot be read, where somebody has asked for that. */
async function readSockets({ host, isHere, ssh, signal }: InUseOptions): Promise<HostView | string | undefined> {
  if (isHere) {
    const { table } = await readThisHost({ allOwners: true });
    return table && new HostView(table);
  }
  if (!ssh) return undefined;
  const read = await readRemote(host, { timeoutMs: SSH_TIMEOUT_MS, signal });
  return 'table' in read ? new HostView(read.table) : `its sockets could not be read over ssh: ${read.failure.why}`;
}

/**
 * What the socket table makes of a UDP port that was refused. A NIO is connected to its peer, and the kernel refuses everybody
 * else as if nobody was there. Undefined if nobody has the port.
 */
function verdictBySockets(view: HostView, port: number, address: string): ReachVerdict | undefined {
  const rows = view.udp(port);
  const connected = rows.find((row) => isConnected(row));
  if (connected !== undefined) {
    const peer = `${connected.remoteAddress}:${connected.remotePort}`;
    const owner = ownerName(view, connected);
    const detail = `${owner} has it, connected to ${peer}, and refuses all others`;
    return { state: 'unfiltered', reason: 'port-unreach', detail };
  }
  const family = familyOf(address);
  const open = rows.find(
    (row) => row.family === family && (isWildcard(row.localAddress) || row.localAddress === address),
  );
  if (open === undefined) return undefined;
  // Such a socket takes what anybody sends: its host's kernel had no reason to refuse.
  const detail = `${ownerName(view, open)} has it and takes datagrams from all: a firewall refuses for it`;
  return { state: 'filtered', reason: 'port-unreach', detail };
}

/** What a hypervisor that has NIOs makes of its refused ports: any of them may be a NIO. */
function verdictByNios(hypervisor: Hypervisor, nioCount: number): ReachVerdict {
  const has = nioCount === 1 ? 'a NIO' : `${nioCount} NIOs`;
  const detail = `${hypervisor.name} has ${has}, and this may be ${nioCount === 1 ? 'it' : 'one'}`;
  return { state: 'unfiltered', reason: 'port-unreach', detail };
}

/** How many NIOs a hypervisor has; 0 if it cannot be asked. */
async function countNiosOf(
  { host, port }: Hypervisor,
  { addresses, timeoutMs, signal }: InUseOptions,
): Promise<number> {
  try {
    const address = { host, port, addresses };
    const outcome = await withHypervisor(address, { timeoutMs, signal }, (client) => client.command('nio', 'list'));
    return 'result' in outcome ? outcome.result.messages.length : 0;
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return 0;
  }
}
