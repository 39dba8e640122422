import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import { explicitNios } from './explicit-nio.ts';

/** A written port that a counter of the same host hands out too, or will after a few more links. */
export const nioInRange: Check = {
  id: 'NIO040',
  slug: 'nio-in-range',
  severity: 'error',
  title: "An explicit NIO_udp takes a port of a hypervisor's own range",
  *find(context) {
    for (const { lab, link, hypervisor, nio } of explicitNios(context)) {
      const machine = context.machineOf(hypervisor);
      const range = context.ranges.find(
        (one) => one.machine === machine && nio.localPort >= one.first && nio.localPort < one.next,
      );
      if (range === undefined) continue;
      const free = context.bases.propose(machine, 1, context.ephemeralRange(lab).first);
      yield {
        message: `${link.name} takes UDP port ${nio.localPort}, which ${range.hypervisor.name} gives to a link of its own (${range.first}–${range.next - 1})`,
        evidence: {
          hypervisors: [hypervisor.name, range.hypervisor.name],
          ports: [String(nio.localPort), `${range.first}–${range.next - 1}`],
          links: [link.name],
          locations: [link.location, range.hypervisor.location].filter((location) => location !== undefined),
        },
        consequences: consequencesFor(context, [hypervisor, range.hypervisor]),
        remedy: {
          text: 'write a local port outside all ranges, and tell the other end of the tunnel',
          ...(free === undefined ? {} : { paste: `NIO_udp:${free}:${nio.remoteHost}:${nio.remotePort}` }),
        },
        location: link.location,
      };
    }
  },
};
