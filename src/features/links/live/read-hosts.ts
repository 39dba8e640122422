import { normalizeHost } from '../../../core/address/host.ts';
import type { Allocation } from '../../../core/allocation/allocation.ts';
import { ReadHosts } from '../../../core/sockets/read-hosts.ts';
import type { SocketTable } from '../../../core/sockets/socket-table.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { type RemoteFailure, readRemote } from '../../../world/sockets/remote-host.ts';
import { socketsOfThisHost } from '../../../world/sockets/this-host.ts';
import { hostsNamedIn, type NamedHost, type NamedHosts } from '../lab-hosts.ts';
import { socketsWanted } from '../listed-sockets.ts';
import type { LinksOptions } from '../options.ts';

/** The hosts with their sockets, those that could not be read, and what the names in the labs stand for. */
export interface HostsReading {
  readonly hosts: ReadHosts;
  readonly failures: readonly RemoteFailure[];
  readonly named: NamedHosts;
}

const SSH_TIMEOUT_MS = 20_000;

/**
 * Looks up the hosts that the labs name, and reads the sockets of this host and of those that are to be read
 * over ssh, all at once. Throws a `WorldError` if this host cannot be read; that another one cannot is part
 * of the answer.
 */
export async function readHosts(
  allocations: readonly Allocation[],
  { names = new HostNames(), hosts = [], ssh, timeoutMs = SSH_TIMEOUT_MS, ...sockets }: LinksOptions,
  signal: AbortSignal,
): Promise<HostsReading> {
  // Names are asked for first: others look them up while this process reads sockets.
  const lookedUp = lookUp(allocations, names, signal);
  const remote = lookedUp.then(async (named) => {
    const others = new Set([...(await othersOf(hosts, names, signal)), ...(ssh ? othersNamed(named) : [])]);
    return await Promise.all([...others].map((host) => readRemote(host, { timeoutMs, signal })));
  });
  const [here, named, answers] = await Promise.all([
    socketsOfThisHost({ allOwners: socketsWanted(sockets) !== undefined, next: NEEDED }),
    lookedUp,
    remote,
  ]);
  const tables = answers.flatMap((answer) => ('table' in answer ? [answer.table] : []));
  return {
    hosts: new ReadHosts(here, eachOnce(here, tables)),
    failures: answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : [])),
    named,
  };
}

const NEEDED = 'links needs /proc/net on Linux, and netstat on macOS and Windows';

async function lookUp(allocations: readonly Allocation[], names: HostNames, signal: AbortSignal): Promise<NamedHosts> {
  const found = await Promise.all(
    [...hostsNamedIn(allocations)].map(async (host): Promise<[string, NamedHost]> => {
      const where = await names.whereIs(host, signal);
      return [normalizeHost(host), { ...where, isThisHost: names.isThisHostAt(host, where.addresses) }];
    }),
  );
  return new Map(found);
}

/** Without those that are this host, which is read anyway. */
async function othersOf(hosts: readonly string[], names: HostNames, signal: AbortSignal): Promise<string[]> {
  const areHere = await Promise.all(hosts.map((host) => names.isThisHost(host, signal)));
  return hosts.filter((_, index) => !areHere[index]);
}

function othersNamed(named: NamedHosts): string[] {
  return [...named].flatMap(([host, { isThisHost }]) => (isThisHost ? [] : [host]));
}

/** A host may be named twice, or be this one under another name. */
function eachOnce(here: SocketTable, others: readonly SocketTable[]): SocketTable[] {
  const seen = new Set(here.identity === undefined ? [] : [here.identity]);
  return others.filter(({ identity }) => {
    if (identity === undefined) return true;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}
