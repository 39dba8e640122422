import type { FailStep } from '../allocation/step.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import { groupBy } from './group-by.ts';

/** A link end for which the rule set has no port: its range is used up, or its device runs nowhere. */
export const portNotGiven: Check = {
  id: 'NIO006',
  slug: 'port-not-given',
  severity: 'error',
  title: 'A link end gets no UDP port',
  *find(context) {
    for (const { failures } of context.allocations) {
      for (const [why, failed] of groupBy(failures, (failure) => failure.why)) {
        // A link may fail at both its ends; it is counted once.
        const group = [...groupBy(failed, (failure) => failure.link).values()].flatMap(([failure]) => failure ?? []);
        const [first] = group;
        if (first === undefined) continue;
        yield {
          message: `${first.link.name}: ${why}${group.length > 1 ? ` (and ${counted(group.length - 1, 'more link')})` : ''}`,
          evidence: {
            hypervisors: first.hypervisor === undefined ? [] : [first.hypervisor.name],
            links: group.slice(0, 10).map((failure) => failure.link.name),
          },
          remedy: {
            text: remedyFor(first),
          },
          location: first.link.location,
        };
      }
    }
  },
};

function remedyFor({ cause, hypervisor }: FailStep): string {
  if (hypervisor === undefined) return 'say which hypervisor the device runs on';
  if (cause === 'stopped') return 'add the link before the hypervisor stops';
  if (cause === 'backwards-range') return 'write the lower port first: udp_start_port_range';
  return hypervisor.kind === 'gns3'
    ? 'widen udp_start_port_range–udp_end_port_range in gns3_server.conf, move devices to another server, or remove links'
    : 'move devices to another host, or remove links that are not needed';
}
