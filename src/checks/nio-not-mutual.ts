import type { Check } from './check.ts';
import { type ExplicitNio, explicitNios } from './explicit-nio.ts';

/** Two explicit NIOs of one lab of which only one points at the other: the tunnel carries nothing. */
export const nioNotMutual: Check = {
  id: 'NIO041',
  slug: 'nio-not-mutual',
  severity: 'error',
  title: 'An explicit NIO_udp points at a NIO that does not point back',
  *find(context) {
    const byPort = new Map<string, ExplicitNio>();
    const nios = [...explicitNios(context)];
    for (const one of nios) byPort.set(`${context.machineOf(one.hypervisor)} ${one.nio.localPort}`, one);
    for (const one of nios) {
      // A loopback name in a NIO means the machine of its own hypervisor.
      const here = context.machineOf(one.hypervisor);
      const there = context.machines.destinationOf(one.hypervisor.host, one.nio.remoteHost);
      const target = byPort.get(`${there} ${one.nio.remotePort}`);
      if (target === undefined || target === one) continue;
      const back = context.machines.destinationOf(target.hypervisor.host, target.nio.remoteHost);
      if (back === here && target.nio.remotePort === one.nio.localPort) continue;
      yield {
        message: `${one.link.name} points at ${target.link.name}, which points at ${target.nio.remoteHost}:${target.nio.remotePort} and takes no frame from port ${one.nio.localPort}`,
        evidence: {
          hypervisors: [one.hypervisor.name, target.hypervisor.name],
          ports: [String(one.nio.localPort), String(target.nio.localPort)],
          links: [one.link.name, target.link.name],
          locations: [one.link.location, target.link.location].filter((location) => location !== undefined),
        },
        remedy: {
          text: `make ${target.link.a.deviceName} ${target.link.a.interface} point back`,
          paste: `NIO_udp:${target.nio.localPort}:${here === there ? one.nio.remoteHost : one.hypervisor.host}:${one.nio.localPort}`,
        },
        location: target.link.location,
      };
    }
  },
};
