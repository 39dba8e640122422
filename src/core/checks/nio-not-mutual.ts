import { isLoopback } from '../address/host.ts';
import { wrapPort } from '../address/port.ts';
import type { Nio } from '../allocation/step.ts';
import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { locationsOf } from './locations-of.ts';
import { ADDRESS_OF_THIS_MACHINE } from './paste.ts';

/** Two explicit NIOs of one lab of which only one points at the other: the tunnel carries nothing. */
export const nioNotMutual: Check = {
  id: 'NIO041',
  slug: 'nio-not-mutual',
  severity: 'error',
  title: 'An explicit NIO_udp points at a NIO that does not point back',
  *find(context) {
    const all = [...explicitNios(context)].map(({ nio }) => nio);
    const firstOn = new Map<string, Nio>();
    const directions = new Set<string>();
    // A loopback name in a NIO means the machine of its own hypervisor.
    const hosts = (nio: Nio): { here: string; there: string } => ({
      here: context.machineOf(nio.hypervisor),
      there: context.machines.destinationOf(nio.hypervisor.host, nio.remoteHost),
    });
    for (const nio of all) {
      const { here, there } = hosts(nio);
      const place = `${here} ${wrapPort(nio.localPort)}`;
      if (!firstOn.has(place)) firstOn.set(place, nio);
      directions.add(`${place} ${there} ${wrapPort(nio.remotePort)}`);
    }
    for (const nio of all) {
      const { here, there } = hosts(nio);
      const [from, to] = [`${here} ${wrapPort(nio.localPort)}`, `${there} ${wrapPort(nio.remotePort)}`];
      const far = firstOn.get(to);
      // With peer port 0 a NIO takes frames from any port; that it can send none is NIO010.
      const pointsBack = directions.has(`${to} ${from}`) || directions.has(`${to} ${here} 0`);
      // One that points at its own port is NIO042.
      if (far === undefined || from === to || pointsBack) continue;
      const farTo = `${hosts(far).there} ${wrapPort(far.remotePort)}`;
      // Two that point at each other are right; then it is this one that names the wrong port.
      const partner = directions.has(`${farTo} ${to}`) ? firstOn.get(farTo) : undefined;
      yield {
        message: `${nio.link.name} points at ${far.link.name}, which points at ${far.remoteHost}:${far.remotePort} and so takes no frame from port ${nio.localPort}`,
        evidence: {
          hypervisors: [nio.hypervisor.name, far.hypervisor.name],
          ports: [String(nio.localPort), String(far.localPort)],
          links: [nio.link.name, far.link.name],
          locations: locationsOf(nio.link, far.link),
        },
        remedy:
          partner === undefined
            ? {
                text: `make ${nameOf(far)} point back`,
                paste: `NIO_udp:${far.localPort}:${here === there ? nio.remoteHost : addressOf(nio.hypervisor.host)}:${nio.localPort}`,
              }
            : {
                text: `correct the port that ${nameOf(nio)} points at: ${nameOf(far)} and ${nameOf(partner)} point at each other, so that ${nio.remotePort} is wrong`,
              },
        location: partner === undefined ? far.link.location : nio.link.location,
      };
    }
  },
};

/** A loopback name would mean the far machine itself there. */
function addressOf(host: string): string {
  return isLoopback(host) ? ADDRESS_OF_THIS_MACHINE : host;
}

function nameOf({ device, interface: port }: Nio): string {
  return `${device} ${port}`;
}
