import type { Check } from './check.ts';
import { explicitNios } from './explicit-nio.ts';
import { proposeBases } from './propose-bases.ts';
import { locationsOf } from './wording.ts';

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
          locations: locationsOf(range.hypervisor),
        },
        remedy: proposeBases(context, [range]),
        location: range.hypervisor.location,
      };
    }
    for (const { lab, nio } of explicitNios(context)) {
      const ephemeral = context.ephemeralRange(lab);
      if (nio.localPort < ephemeral.first || nio.localPort > ephemeral.last) continue;
      yield {
        message: `the local port ${nio.localPort} of ${nio.link.name} lies in the host's ephemeral range ${ephemeral.first}–${ephemeral.last}: any program may hold it when the lab starts`,
        evidence: { hypervisors: [nio.hypervisor.name], ports: [String(nio.localPort)], links: [nio.link.name] },
        remedy: { text: `write a local port below ${ephemeral.first}, and tell the other end of the tunnel` },
        location: nio.link.location,
      };
    }
  },
};
