import { isWildcard, THIS_MACHINE } from '../address/host.ts';
import type { Check } from './check.ts';
import { groupBy } from './group-by.ts';
import { locationsOf } from './locations-of.ts';

/**
 * The hypervisor protocol has no authentication: everybody who reaches the port can stop labs and write files
 * (docs/FACTS.md, "Hypervisor protocol"). Every lab that spans hosts has such ports, which is why this is a
 * note: the firewall decides, not the lab file.
 */
export const openControlPort: Check = {
  id: 'NIO033',
  slug: 'open-control-port',
  severity: 'note',
  title: "A hypervisor's control port is on an address that others can reach",
  *find(context) {
    for (const { hypervisors } of context.allocations) {
      const open = hypervisors.filter(
        (hypervisor) =>
          // A GNS3 server speaks HTTP and may ask for a password.
          hypervisor.kind !== 'gns3' && (context.machineOf(hypervisor) !== THIS_MACHINE || isWildcard(hypervisor.host)),
      );
      for (const [host, group] of groupBy(open, (hypervisor) => hypervisor.host)) {
        const ports = group.map((hypervisor) => String(hypervisor.port));
        yield {
          message: `TCP ${ports.join(', ')} on ${host} obeys anybody who can reach it: the hypervisor protocol has no authentication`,
          evidence: {
            hypervisors: group.map((hypervisor) => hypervisor.name),
            ports,
            locations: locationsOf(...group),
          },
          remedy: { text: `let only the machine that runs the lab reach these ports of ${host}` },
          location: group[0]?.location,
        };
      }
    }
  },
};
