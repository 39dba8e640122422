import type { Refusal } from '../address/socket-pair.ts';
import { groupBy } from '../group-by.ts';
import type { PredictedSocket } from '../kernel/socket.ts';
import { counted } from '../text/counted.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { endOf } from './harm.ts';
import { locationsOf } from './locations-of.ts';

/**
 * A NIO towards a host that has no address, or to which connect() fails, is never created (docs/FACTS.md,
 * "Addresses and names"). Nothing is found where nobody was asked, except names that are in no DNS.
 */
export const hostWithoutAddress: Check = {
  id: 'NIO024',
  slug: 'host-without-address',
  severity: 'error',
  title: 'A NIO points at a host to which no socket can be connected',
  *find(context) {
    const byHost = refusedByHost(context);
    if (byHost.size === 0) return;
    const all = context.allocations.flatMap(({ hypervisors }) => hypervisors);
    const hypervisorsOf = groupBy(all, ({ host }) => host);
    for (const [host, refused] of byHost) {
      const [first] = refused as [PredictedSocket];
      const refusal = first.route.refusal ?? 'no-address';
      const [named] = hypervisorsOf.get(host) ?? [];
      const askers = [...new Set(refused.map(({ nio }) => nio.hypervisor.name))];
      const more = refused.length > 1 ? ` and ${counted(refused.length - 1, 'more NIO')}` : '';
      yield {
        message: `${WHY[refusal](host)}: ${listed(askers)} will answer "206-unable to create UDP NIO" for ${endOf(first)}${more}; the local port stays free`,
        evidence: {
          hypervisors: askers,
          links: [...new Set(refused.map(({ nio }) => nio.link.name))].slice(0, 10),
          locations: locationsOf(named ?? first.nio.link),
        },
        remedy: { text: REMEDY[refusal](host) },
        location: named?.location ?? first.nio.link.location,
      };
    }
  },
};

const WHY: Readonly<Record<Refusal, (host: string) => string>> = {
  'no-address': (host) => `${host} has no address`,
  'no-connection': (host) => `no socket can be connected to ${host}, which is a broadcast address or has no route`,
};

const REMEDY: Readonly<Record<Refusal, (host: string) => string>> = {
  'no-address': (host) =>
    `correct the name, write the address instead, or add ${host} to the hosts file of the machine where Dynamips runs`,
  'no-connection': (host) =>
    `write the address of the other host instead of ${host}, or add a route to it: \`ip route\` shows the routes`,
};

/** The NIOs that are refused, whichever Dynamips runs, by the host that they point at. */
function refusedByHost(context: CheckContext): Map<string, PredictedSocket[]> {
  const found = new Map<string, PredictedSocket[]>();
  const [generation] = context.generations;
  if (generation === undefined || !context.prediction(generation).hasRefusals) return found;
  for (const { sockets } of context.brokenLinks(generation)) {
    for (const socket of sockets) {
      if (socket.route.refusal === undefined) continue;
      const group = found.get(socket.nio.remoteHost) ?? [];
      found.set(socket.nio.remoteHost, group);
      group.push(socket);
    }
  }
  return found;
}
