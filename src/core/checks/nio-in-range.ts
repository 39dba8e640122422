import { HEADROOM } from '../bases/headroom.ts';
import { present } from '../present.ts';
import { counted } from '../text/counted.ts';
import { basesOf } from './base-finder.ts';
import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import { explicitNios } from './explicit-nio.ts';
import { locationsOf } from './locations-of.ts';
import { RangeFinder } from './range-finder.ts';

/** A written port that a counter of the same host hands out too, or will after a few more links. */
export const nioInRange: Check = {
  id: 'NIO040',
  slug: 'nio-in-range',
  severity: 'error',
  title: "An explicit NIO_udp takes a port of a hypervisor's own range",
  *find(context) {
    const finder = new RangeFinder(
      context.ranges.filter(({ given }) => given > 0),
      HEADROOM,
    );
    for (const { lab, nio } of explicitNios(context)) {
      const { link, hypervisor, localPort } = nio;
      const machine = context.machineOf(hypervisor);
      const range = finder.find(machine, localPort);
      if (range === undefined) continue;
      const isGiven = localPort < range.next;
      const free = basesOf(context).proposePort(machine, lab);
      const clash = isGiven
        ? `which ${range.hypervisor.name} gives to a link of its own (${range.first}–${range.next - 1})`
        : `which ${range.hypervisor.name} gives ${localPort === range.next ? 'to its next link end' : `out after ${counted(localPort - range.next, 'more link end')}`}`;
      yield {
        severity: isGiven ? context.collisionSeverity([hypervisor, range.hypervisor]) : 'warning',
        message: `${link.name} takes UDP port ${localPort}, ${clash}`,
        evidence: {
          hypervisors: [hypervisor.name, range.hypervisor.name],
          ports: [String(localPort), `${range.first}–${range.next - 1}`],
          links: [link.name],
          locations: locationsOf(link, range.hypervisor),
        },
        consequences: isGiven ? consequencesFor(context, [hypervisor, range.hypervisor]) : [],
        remedy: present({
          text: 'write a local port outside all ranges, and the same port as the remote port of the other end',
          paste: free === undefined ? undefined : `NIO_udp:${free}:${nio.remoteHost}:${nio.remotePort}`,
        }),
        location: link.location,
      };
    }
  },
};
