import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { proposeBases } from './propose-bases.ts';

const FIRST_UNPRIVILEGED = 1024;

export const privilegedPort: Check = {
  id: 'NIO011',
  slug: 'privileged-port',
  severity: 'warning',
  title: 'A port below 1024 can be bound by root only',
  *find(context) {
    for (const range of context.ranges) {
      if (range.first >= FIRST_UNPRIVILEGED) continue;
      yield {
        message: `${range.hypervisor.name} counts its UDP ports from ${range.first}; ports below ${FIRST_UNPRIVILEGED} need root${range.first === 0 ? ', and port 0 becomes one that nobody knows' : ''}`,
        evidence: { hypervisors: [range.hypervisor.name], ports: [String(range.first)] },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    for (const { link, hypervisor, nio } of explicitNios(context)) {
      if (nio.localPort >= FIRST_UNPRIVILEGED) continue;
      yield {
        message: `the local port ${nio.localPort} of ${link.name} is below ${FIRST_UNPRIVILEGED}: only root can bind it`,
        evidence: { hypervisors: [hypervisor.name], ports: [String(nio.localPort)], links: [link.name] },
        remedy: { text: `write a local port of at least ${FIRST_UNPRIVILEGED}` },
        location: link.location,
      };
    }
  },
};
