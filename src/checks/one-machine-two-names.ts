import { isLoopback, normalizeHost } from '../lab/host.ts';
import type { Hypervisor } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { listed } from './same-base-udp.ts';

/**
 * Dynagen compares host names as text: with two names for one machine it does not use 127.0.0.1 but each end's own name.
 * Between loopback names that still works; between a loopback name and another address no frame arrives.
 */
export const oneMachineTwoNames: Check = {
  id: 'NIO022',
  slug: 'one-machine-two-names',
  severity: 'warning',
  title: 'One machine is written under two names',
  *find(context) {
    const byMachine = new Map<string, Hypervisor[]>();
    for (const { hypervisors } of context.allocations) {
      for (const hypervisor of hypervisors) {
        const machine = context.machineOf(hypervisor);
        byMachine.set(machine, [...(byMachine.get(machine) ?? []), hypervisor]);
      }
    }
    for (const hypervisors of byMachine.values()) {
      const firstOfName = new Map<string, Hypervisor>();
      for (const hypervisor of hypervisors) {
        const name = normalizeHost(hypervisor.host);
        if (!firstOfName.has(name)) firstOfName.set(name, hypervisor);
      }
      if (firstOfName.size < 2) continue;
      const named = [...firstOfName.values()];
      const isDead = context.generations.some((generation) =>
        context.brokenLinks(generation).some(({ sockets }) => {
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
          locations: named.flatMap((hypervisor) => hypervisor.location ?? []),
        },
        remedy: { text: `write "${best?.host}" for all of them` },
        location: named[1]?.location,
      };
    }
  },
};
