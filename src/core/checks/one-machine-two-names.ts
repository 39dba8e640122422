import { isLoopback, normalizeHost } from '../address/host.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import { groupBy } from './group-by.ts';
import { locationsOf } from './locations-of.ts';

/**
 * Dynagen compares host names as text: with two names for one machine it does not use 127.0.0.1 but each
 * end's own name. Between loopback names that still works; between a loopback name and another address no
 * frame arrives.
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
    for (const hypervisors of byMachine.values()) {
      const firstOfName = new Map<string, Hypervisor>();
      for (const hypervisor of hypervisors) {
        const name = normalizeHost(hypervisor.host);
        if (!firstOfName.has(name)) firstOfName.set(name, hypervisor);
      }
      if (firstOfName.size < 2) continue;
      const named = [...firstOfName.values()];
      const isDead = context.generations.some((generation) =>
        context.brokenLinks(generation).some(({ verdict, sockets }) => {
          // A refused bind is another finding; here the addresses of the two ends do not fit each other.
          if (verdict !== 'dead' || sockets.some((socket) => socket.bind === 'refused')) return false;
          const ends = sockets.map((socket) => socket.nio.hypervisor);
          return (
            ends.every((end) => hypervisors.includes(end)) &&
            new Set(ends.map((end) => normalizeHost(end.host))).size > 1
          );
        }),
      );
      // With other machines in the lab a loopback name would be the wrong one of the two.
      const best =
        (byMachine.size > 1 ? named.find((hypervisor) => !isLoopback(hypervisor.host)) : undefined) ?? named[0];
      yield {
        severity: isDead ? 'error' : 'warning',
        message: `${listed(named.map((hypervisor) => hypervisor.host))} are one machine, but Dynagen takes them for different hosts; their UDP ports are shared all the same${isDead ? ', and links between them do not work' : ''}`,
        evidence: {
          hypervisors: named.map((hypervisor) => hypervisor.name),
          locations: locationsOf(...named),
        },
        remedy: { text: `write "${best?.host}" for all of them` },
        location: named[1]?.location,
      };
    }
  },
};
