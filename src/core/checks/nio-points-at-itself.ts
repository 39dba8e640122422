import { wrapPort } from '../address/port.ts';
import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { locationsOf } from './locations-of.ts';

/**
 * A NIO that is connected to its own port gets every frame back (docs/FACTS.md, "The same-base accident").
 */
export const nioPointsAtItself: Check = {
  id: 'NIO042',
  slug: 'nio-points-at-itself',
  severity: 'error',
  title: 'An explicit NIO_udp points at itself',
  *find(context) {
    for (const { nio } of explicitNios(context)) {
      const { link, hypervisor } = nio;
      const port = wrapPort(nio.localPort);
      if (port === 0 || port !== wrapPort(nio.remotePort)) continue;
      if (context.machines.destinationOf(hypervisor.host, nio.remoteHost) !== context.machineOf(hypervisor)) continue;
      yield {
        message: `${link.name} sends to its own port ${nio.localPort}: the router gets its own frames back`,
        evidence: {
          hypervisors: [hypervisor.name],
          ports: [String(nio.localPort)],
          links: [link.name],
          locations: locationsOf(link),
        },
        remedy: { text: 'write the port of the other end as the remote port' },
        location: link.location,
      };
    }
  },
};
