import { isWildcard, THIS_MACHINE } from '../lab/host.ts';
import type { Check } from './check.ts';

/**
 * The hypervisor protocol has no authentication: whoever reaches the port can stop labs and write files (FACTS §1). Every lab
 * that spans hosts has such ports, which is why this is a note: the firewall decides, not the lab file.
 */
export const openControlPort: Check = {
  id: 'NIO033',
  slug: 'open-control-port',
  severity: 'note',
  title: "A hypervisor's control port is on an address that others can reach",
  *find(context) {
    for (const { hypervisors } of context.allocations) {
      const byHost = new Map<string, string[]>();
      for (const hypervisor of hypervisors) {
        if (context.machineOf(hypervisor) === THIS_MACHINE && !isWildcard(hypervisor.host)) continue;
        byHost.set(hypervisor.host, [...(byHost.get(hypervisor.host) ?? []), String(hypervisor.port)]);
      }
      for (const [host, ports] of byHost) {
        const first = hypervisors.find((hypervisor) => hypervisor.host === host);
        yield {
          message: `TCP ${ports.join(', ')} on ${host} obeys anybody who can reach it: the hypervisor protocol has no authentication`,
          evidence: {
            hypervisors: hypervisors
              .filter((hypervisor) => hypervisor.host === host)
              .map((hypervisor) => hypervisor.name),
            ports,
          },
          remedy: { text: `let only the machine that runs the lab reach these ports of ${host}` },
          location: first?.location,
        };
      }
    }
  },
};
