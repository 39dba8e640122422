import type { Hypervisor } from '../../../core/lab/lab.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { withHypervisor } from '../../../world/hypervisor/with-hypervisor.ts';
import { readRemote } from '../../../world/sockets/remote-host.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';
import { verdictByNios, verdictBySockets } from '../in-use-verdict.ts';
import type { PortToTry } from '../ports-to-try.ts';
import type { ReachVerdict } from '../result.ts';

/** Reading a host over ssh, as `links` has it. */
const SSH_TIMEOUT_MS = 20_000;

export interface InUseOptions {
  /** The argument of ssh. */
  readonly host: string;
  readonly addresses: readonly [string, ...string[]];
  /** True for this host itself. */
  readonly isHere: boolean;
  readonly ssh: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A refused port may be a NIO, and is never closed then: looks for one, in the socket table or at the
 * hypervisors, and amends the verdicts. Returns what could not be found out, in a sentence.
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
  if (sockets.view !== undefined) {
    for (const port of refused) verdicts.set(port, verdictBySockets(sockets.view, port.port, options.addresses[0]));
    return undefined;
  }
  await Promise.all(
    [...portsByHypervisor(refused)].map(async ([hypervisor, ports]) => {
      const count = hypervisor.kind === 'dynamips' ? await countNiosOf(hypervisor, options) : 0;
      if (count === 0) return;
      for (const port of ports) verdicts.set(port, verdictByNios(hypervisor.name, count));
    }),
  );
  return sockets.limit;
}

function portsByHypervisor(ports: readonly PortToTry[]): Map<Hypervisor, PortToTry[]> {
  const groups = new Map<Hypervisor, PortToTry[]>();
  for (const port of ports) {
    if (port.from !== 'lab' || port.hypervisor === undefined) continue;
    const group = groups.get(port.hypervisor);
    if (group === undefined) groups.set(port.hypervisor, [port]);
    else group.push(port);
  }
  return groups;
}

/** The sockets of a host, if they can be read. */
interface SocketsRead {
  readonly view: HostView | undefined;
  /** Why they cannot be read, in a sentence, where the user has asked for them. */
  readonly limit: string | undefined;
}

async function readSockets({ host, isHere, ssh, signal }: InUseOptions): Promise<SocketsRead> {
  if (isHere) {
    const { table } = await readThisHost({ allOwners: true });
    return { view: table && new HostView(table), limit: undefined };
  }
  if (!ssh) return { view: undefined, limit: undefined };
  const read = await readRemote(host, { timeoutMs: SSH_TIMEOUT_MS, signal });
  return 'table' in read
    ? { view: new HostView(read.table), limit: undefined }
    : { view: undefined, limit: `its sockets could not be read over ssh: ${read.failure.why}` };
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
