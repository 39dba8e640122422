import { isWildcard } from '../address/host.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';
import { ADDRESS_OF_THIS_MACHINE, hostRemedy } from './paste.ts';

/** 0.0.0.0 is a place to listen on; as a destination it means the sending machine. */
export const wildcardHost: Check = {
  id: 'NIO021',
  slug: 'wildcard-host',
  severity: 'error',
  title: "A wildcard address is used as a hypervisor's host",
  *find(context) {
    for (const { lab, hypervisors } of context.allocations) {
      const spansHosts = new Set(hypervisors.map((hypervisor) => context.machineOf(hypervisor))).size > 1;
      for (const hypervisor of hypervisors) {
        if (!isWildcard(hypervisor.host)) continue;
        yield {
          severity: spansHosts ? 'error' : 'warning',
          message: `"${hypervisor.host}" is an address to listen on, not to connect to: other hosts cannot reach ${hypervisor.name}`,
          evidence: { hypervisors: [hypervisor.name], locations: locationsOf(hypervisor) },
          remedy: spansHosts
            ? hostRemedy(
                lab,
                hypervisor,
                ADDRESS_OF_THIS_MACHINE,
                'write an address of this machine that the other hosts can reach',
              )
            : hostRemedy(lab, hypervisor, '127.0.0.1', 'write 127.0.0.1, as the lab stays on this machine'),
          location: hypervisor.location,
        };
      }
    }
  },
};
