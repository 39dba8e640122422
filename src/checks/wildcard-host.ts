import { isWildcard } from '../lab/host.ts';
import type { Check } from './check.ts';
import { locationsOf } from './wording.ts';

/** 0.0.0.0 is a place to listen on; as a destination it means the sending machine. */
export const wildcardHost: Check = {
  id: 'NIO021',
  slug: 'wildcard-host',
  severity: 'error',
  title: "A wildcard address is used as a hypervisor's host",
  *find(context) {
    for (const { lab, hypervisors } of context.allocations) {
      for (const hypervisor of hypervisors) {
        if (!isWildcard(hypervisor.host)) continue;
        const spansHosts = hypervisors.some((other) => context.machineOf(other) !== context.machineOf(hypervisor));
        yield {
          severity: spansHosts ? 'error' : 'warning',
          message: `"${hypervisor.host}" is an address to listen on, not one to connect to: other hosts cannot reach ${hypervisor.name}`,
          evidence: { hypervisors: [hypervisor.name], locations: locationsOf(hypervisor) },
          remedy: {
            text: 'write 127.0.0.1 if the lab stays on this machine, else an address that the other hosts can reach',
            paste:
              lab.format === 'dynagen' ? `[127.0.0.1:${hypervisor.port}]` : `  - address: 127.0.0.1:${hypervisor.port}`,
          },
          location: hypervisor.location,
        };
      }
    }
  },
};
