import type { Check } from './check.ts';
import { proposeBases } from './propose-bases.ts';

/** Ports that the kernel may hand to any outgoing connection at any moment (FACTS §4.9). */
export const ephemeralRange: Check = {
  id: 'NIO012',
  slug: 'ephemeral-range',
  severity: 'warning',
  title: "A UDP range lies in the host's ephemeral ports",
  *find(context) {
    for (const range of context.ranges) {
      const ephemeral = context.ephemeralRange(range.lab);
      const last = Math.max(range.next - 1, range.first);
      if (last < ephemeral.first || range.first > ephemeral.last) continue;
      yield {
        message: `ports ${Math.max(range.first, ephemeral.first)}–${Math.min(last, ephemeral.last)} of ${range.hypervisor.name} lie in the host's ephemeral range ${ephemeral.first}–${ephemeral.last}: any program may hold them when the lab starts`,
        evidence: {
          hypervisors: [range.hypervisor.name],
          ports: [`${range.first}–${last}`],
          locations: range.hypervisor.location ? [range.hypervisor.location] : [],
        },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
  },
};
