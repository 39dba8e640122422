import { FIRST_UNPRIVILEGED } from '../address/port.ts';
import { hasPrivilegedPorts } from '../kernel/privileged-ports.ts';
import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { proposeBases } from './propose-bases.ts';

export const privilegedPort: Check = {
  id: 'NIO011',
  slug: 'privileged-port',
  severity: 'warning',
  title: 'A port below 1024 can be bound by root only',
  *find(context) {
    // Port 0 and below are another finding.
    if (!hasPrivilegedPorts(context.kernel)) return;
    for (const range of context.ranges) {
      if (range.first >= FIRST_UNPRIVILEGED || range.first < 1) continue;
      yield {
        message: `${range.hypervisor.name} counts its UDP ports from ${range.first}; only root can bind ports below ${FIRST_UNPRIVILEGED}`,
        evidence: { hypervisors: [range.hypervisor.name], ports: [String(range.first)] },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    for (const { nio } of explicitNios(context)) {
      if (nio.localPort >= FIRST_UNPRIVILEGED || nio.localPort < 1) continue;
      yield {
        message: `the local port ${nio.localPort} of ${nio.link.name} is below ${FIRST_UNPRIVILEGED}: only root can bind it`,
        evidence: { hypervisors: [nio.hypervisor.name], ports: [String(nio.localPort)], links: [nio.link.name] },
        remedy: { text: `write a local port of at least ${FIRST_UNPRIVILEGED}` },
        location: nio.link.location,
      };
    }
  },
};
