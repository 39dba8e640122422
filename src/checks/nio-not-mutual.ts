import { isLoopback } from '../lab/host.ts';
import type { Check } from './check.ts';
import { type ExplicitNio, explicitNios } from './explicit-nio.ts';
import { ADDRESS_OF_THIS_MACHINE } from './paste.ts';
import { locationsOf } from './wording.ts';

/** Two explicit NIOs of one lab of which only one points at the other: the tunnel carries nothing. */
export const nioNotMutual: Check = {
  id: 'NIO041',
  slug: 'nio-not-mutual',
  severity: 'error',
  title: 'An explicit NIO_udp points at a NIO that does not point back',
  *find(context) {
    const byPort = new Map<string, ExplicitNio>();
    const all = [...explicitNios(context)];
    for (const one of all) byPort.set(`${context.machineOf(one.nio.hypervisor)} ${one.nio.localPort}`, one);
    for (const one of all) {
      const { nio } = one;
      // A loopback name in a NIO means the machine of its own hypervisor.
      const here = context.machineOf(nio.hypervisor);
      const there = context.machines.destinationOf(nio.hypervisor.host, nio.remoteHost);
      const target = byPort.get(`${there} ${nio.remotePort}`);
      if (target === undefined || target === one) continue;
      const far = target.nio;
      const back = context.machines.destinationOf(far.hypervisor.host, far.remoteHost);
      if (back === here && far.remotePort === nio.localPort) continue;
      yield {
        message: `${nio.link.name} points at ${far.link.name}, which points at ${far.remoteHost}:${far.remotePort} and takes no frame from port ${nio.localPort}`,
        evidence: {
          hypervisors: [nio.hypervisor.name, far.hypervisor.name],
          ports: [String(nio.localPort), String(far.localPort)],
          links: [nio.link.name, far.link.name],
          locations: locationsOf(nio.link, far.link),
        },
        remedy: {
          text: `make ${far.device} ${far.interface} point back`,
          paste: `NIO_udp:${far.localPort}:${here === there ? nio.remoteHost : addressOf(nio.hypervisor.host)}:${nio.localPort}`,
        },
        location: far.link.location,
      };
    }
  },
};

/** A loopback name would mean the far machine itself there. */
function addressOf(host: string): string {
  return isLoopback(host) ? ADDRESS_OF_THIS_MACHINE : host;
}
