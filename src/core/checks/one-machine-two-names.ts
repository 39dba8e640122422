import { isLoopback, isWildcard, normalizeHost } from '../address/host.ts';
import { numericAddress } from '../address/ip-address.ts';
import { groupBy } from '../group-by.ts';
import type { PredictedLink } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { locationsOf } from './locations-of.ts';

/**
 * Dynagen compares host names as text: with two names for one machine it does not use 127.0.0.1 but each
 * end's own name. Between two names of one address that still works; between two addresses of the machine no
 * frame arrives. Where that depends on an address that nobody knows, NIO023 says so.
 */
export const oneMachineTwoNames: Check = {
  id: 'NIO022',
  slug: 'one-machine-two-names',
  severity: 'warning',
  title: 'One machine is written under two names',
  *find(context) {
    // GNS3 knows its servers by their ids, and its projects may name one server in different ways.
    const all = context.allocations.flatMap(({ hypervisors }) => hypervisors.filter(({ kind }) => kind !== 'gns3'));
    const byMachine = groupBy(all, (hypervisor) => context.machineOf(hypervisor));
    let between: ReadonlyMap<string, readonly PredictedLink[]> | undefined;
    for (const [machine, hypervisors] of byMachine) {
      const firstOfName = new Map<string, Hypervisor>();
      for (const hypervisor of hypervisors) {
        const name = normalizeHost(hypervisor.host);
        if (!firstOfName.has(name)) firstOfName.set(name, hypervisor);
      }
      if (firstOfName.size < 2) continue;
      const named = [...firstOfName.values()];
      between ??= linksBetweenNames(context);
      const links = between.get(machine) ?? [];
      // A refused bind is another finding; here the addresses of the two ends do not fit each other.
      const isDead = links.some(
        ({ verdict, sockets }) => verdict === 'dead' && sockets.every((socket) => socket.bind !== 'refused'),
      );
      const isOpen = links.some(({ sockets }) => sockets.some(({ candidate }) => candidate !== NO_SOCKET));
      if (isOpen && !isDead) continue;
      yield {
        severity: isDead ? 'error' : 'warning',
        message: `${listed(named.map(({ host }) => withAddress(context, host)))} are one machine, but Dynagen treats them as different hosts${isDead ? '; the two ends of a link use different addresses, and no link between them works' : '; they share one set of UDP ports'}`,
        evidence: {
          hypervisors: named.map((hypervisor) => hypervisor.name),
          locations: locationsOf(...named),
        },
        remedy: { text: `write "${bestName(named, byMachine.size > 1)}" for all of them` },
        location: named[1]?.location,
      };
    }
  },
};

/**
 * With other machines in the lab a loopback name would be the wrong one; alone, the literal address is, for
 * it is the same everywhere. A wildcard is no address to send to.
 */
function bestName(named: readonly Hypervisor[], spansMachines: boolean): string {
  const hosts = named.map(({ host }) => host).filter((host) => !isWildcard(host));
  const [first = '127.0.0.1'] = hosts;
  if (spansMachines) return hosts.find((host) => !isLoopback(host)) ?? first;
  return hosts.find((host) => isLoopback(host) && numericAddress(host) !== undefined) ?? first;
}

/** Links that may not work between hypervisors of one machine under two names, by the machine. */
function linksBetweenNames(context: CheckContext): Map<string, PredictedLink[]> {
  const all = context.generations.flatMap((generation) => context.brokenLinks(generation));
  const between = all.filter(({ sockets }) => {
    const ends = sockets.map(({ nio }) => nio.hypervisor);
    return (
      ends.every(({ kind }) => kind !== 'gns3') &&
      new Set(ends.map((end) => context.machineOf(end))).size === 1 &&
      new Set(ends.map(({ host }) => normalizeHost(host))).size > 1
    );
  });
  return groupBy(between, ({ sockets }) => context.machineOf((sockets as [PredictedSocket])[0].nio.hypervisor));
}

/** A name with the address that the resolver gave for it. */
function withAddress({ assumptions }: CheckContext, host: string): string {
  const address = assumptions.addresses?.get(normalizeHost(host))?.[0];
  return address === undefined || address === host ? host : `${host} (${address})`;
}
