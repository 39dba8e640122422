import { isLoopback } from '../../core/address/host.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import type { ServerCompute, ServerSays } from '../../core/open-project/server.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { HostNames } from '../network/host-names.ts';

/** What is to be read over ssh. */
export interface SshOptions {
  /** All computes that are not here, at the addresses that the server has for them. */
  readonly isAsked: boolean;
  /** Those on these hosts, `gns3@VM`. */
  readonly hosts: readonly string[];
  /** False for a command whose `--host` is another thing: it is not advised then. */
  readonly takesHosts?: boolean;
}

/** One host that is to be read over ssh, and the computes that it is. */
export interface FarPlace {
  readonly destination: string;
  readonly computes: readonly ServerCompute[];
}

export interface Places {
  /** The ids of the computes that this host is. */
  readonly here: readonly string[];
  readonly there: readonly FarPlace[];
  readonly notRead: OpenProject['notRead'];
}

interface PlacesOptions {
  readonly ssh?: SshOptions | undefined;
  readonly names?: HostNames | undefined;
}

/** On which hosts computes are, and how each of these is read. */
export async function placesOf(
  computes: readonly ServerCompute[],
  { server }: Pick<ServerSays, 'server'>,
  { ssh = { isAsked: false, hosts: [] }, names = new HostNames() }: PlacesOptions,
  signal: AbortSignal,
): Promise<Places> {
  // The server calls its own host 127.0.0.1, also to other hosts.
  const hostOf = (compute: ServerCompute): string => (compute.id === 'local' ? server.host : compute.host);
  const areHere = await Promise.all(
    computes.map((compute) => (compute.id === 'local' ? server.isHere : names.isThisHost(compute.host, signal))),
  );
  const tunnelled = await tunnelledTo(computes, areHere, server, ssh.hosts, names, signal);
  const isHere = (compute: ServerCompute, index: number): boolean =>
    areHere[index] === true && !(tunnelled !== undefined && compute.id === 'local');
  const others = computes.filter((compute, index) => !isHere(compute, index));
  const named = new Map<string, ServerCompute[]>();
  const notRead: { computeId: string; name: string; why: string }[] = [];
  const only = others.length === 1 && ssh.hosts.length === 1 ? ssh.hosts[0] : undefined;
  for (const compute of others) {
    const host = hostOf(compute);
    const destination =
      (await destinationOf(compute, host, ssh.hosts, names, signal)) ?? only ?? (ssh.isAsked ? host : undefined);
    if (destination === undefined) {
      const other = ssh.takesHosts === false ? '' : `, or --host ${commandWord(`USER@${host}`)}`;
      const why = `it is on ${host}: add --ssh${other}`;
      notRead.push({ computeId: compute.id, name: compute.name, why });
      continue;
    }
    named.set(destination, [...(named.get(destination) ?? []), compute]);
  }
  return {
    here: computes.filter(isHere).map(({ id }) => id),
    there: [...named].map(([destination, on]) => ({ destination, computes: on })),
    notRead,
  };
}

/**
 * Where a server that answers on the loopback really is: on a host that the user has named and no other
 * compute is on, as with `ssh -L 3080:127.0.0.1:3080 gns3@VM`.
 */
async function tunnelledTo(
  computes: readonly ServerCompute[],
  areHere: readonly boolean[],
  server: ServerSays['server'],
  destinations: readonly string[],
  names: HostNames,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [only, ...more] = destinations;
  if (only === undefined || more.length > 0 || !isLoopback(server.host) || areHere.includes(false)) return undefined;
  if (!computes.some(({ id }) => id === 'local') || (await names.isThisHost(hostIn(only), signal))) return undefined;
  return only;
}

/** The one that names the compute, its host, or an address of it. */
async function destinationOf(
  { id, name }: ServerCompute,
  host: string,
  destinations: readonly string[],
  names: HostNames,
  signal: AbortSignal,
): Promise<string | undefined> {
  const same = destinations.find((one) => [id, name, host].includes(hostIn(one)));
  if (same !== undefined || destinations.length === 0) return same;
  const addresses = new Set(await names.addressesOf(host, signal));
  for (const one of destinations) {
    const found = await names.addressesOf(hostIn(one), signal);
    if (found.some((address) => addresses.has(address))) return one;
  }
  return undefined;
}

/** `gns3@VM` is on VM. */
export function hostIn(destination: string): string {
  return destination.slice(destination.lastIndexOf('@') + 1);
}
