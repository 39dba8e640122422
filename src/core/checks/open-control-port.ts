import { isWildcard, THIS_MACHINE } from '../address/host.ts';
import { portListText, portRanges } from '../address/port-ranges.ts';
import { groupBy } from '../group-by.ts';
import type { Hypervisor } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';

/** As many ports stand in a sentence one by one. */
const MOST_PORTS = 10;

/**
 * The hypervisor protocol has no authentication: any program that reaches the port can stop labs and write
 * files (docs/FACTS.md, "Hypervisor protocol"). Every lab that spans hosts has such ports, which is why this
 * is a note: the firewall decides, not the lab file.
 */
export const openControlPort: Check = {
  id: 'NIO033',
  slug: 'open-control-port',
  severity: 'note',
  title: "A hypervisor's control port is on an address that other hosts can reach",
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
          message: `other hosts may reach TCP ${portsText(group)} on ${host}, and the hypervisor protocol has no password: any program that connects can stop the lab and write files`,
          evidence: {
            hypervisors: group.map((hypervisor) => hypervisor.name),
            ports,
            locations: locationsOf(...group),
          },
          remedy: {
            text: 'let only the machine that runs the lab reach these ports, for example with `niostat firewall`',
          },
          location: group[0]?.location,
        };
      }
    }
  },
};

function portsText(hypervisors: readonly Hypervisor[]): string {
  const ports = hypervisors.map(({ port }) => port);
  return ports.length <= MOST_PORTS ? ports.join(', ') : portListText(portRanges(ports), '–');
}
