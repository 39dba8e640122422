import { HEADROOM } from '../bases/headroom.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';
import { byMachineAndPort } from './used-range.ts';

/** A range that will run into the next one after a few more links. */
export const littleHeadroom: Check = {
  id: 'NIO003',
  slug: 'little-headroom',
  severity: 'note',
  title: `Fewer than ${HEADROOM} link ends are left before a UDP range meets the next one`,
  *find(context) {
    const sorted = [...context.ranges].sort(byMachineAndPort);
    for (const [index, range] of sorted.entries()) {
      if (range.given === 0) continue;
      const above = sorted
        .slice(index + 1)
        .find((other) => other.machine !== range.machine || (other.lab === range.lab && other.first > range.first));
      if (above === undefined || above.machine !== range.machine || above.first < range.next) continue;
      const left = above.first - range.next;
      if (left >= HEADROOM) continue;
      yield {
        message:
          left === 0
            ? `the next link end on ${range.hypervisor.name} takes port ${range.next}, where ${above.hypervisor.name} begins`
            : `${range.hypervisor.name} can take ${left} more link ends before it runs into ${above.hypervisor.name}`,
        evidence: {
          hypervisors: [range.hypervisor.name, above.hypervisor.name],
          ports: [`${range.first}–${range.next - 1}`, String(above.first)],
          locations: locationsOf(range.hypervisor, above.hypervisor),
        },
        remedy: proposeBases(context, [above]),
        location: above.hypervisor.location,
      };
    }
  },
};
