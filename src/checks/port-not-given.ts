import type { Hypervisor } from '../lab/lab.ts';
import type { Check } from './check.ts';

/** A link end for which the rule set has no port: its range is used up, or its device runs nowhere. */
export const portNotGiven: Check = {
  id: 'NIO006',
  slug: 'port-not-given',
  severity: 'error',
  title: 'A link end gets no UDP port',
  *find(context) {
    for (const { failures } of context.allocations) {
      const reasons = new Set(failures.map((failure) => failure.why));
      for (const why of reasons) {
        // A link may fail at both its ends; it is counted once.
        const group = failures.filter(
          (failure, index) =>
            failure.why === why && failures.findIndex((one) => one.why === why && one.link === failure.link) === index,
        );
        const [first] = group;
        yield {
          message: `${first?.link.name}: ${why}${group.length > 1 ? ` (and ${group.length - 1} more ${group.length === 2 ? 'link' : 'links'})` : ''}`,
          evidence: {
            hypervisors: first?.hypervisor === undefined ? [] : [first.hypervisor.name],
            links: group.slice(0, 10).map((failure) => failure.link.name),
          },
          remedy: {
            text: remedyFor(why, first?.hypervisor),
          },
          location: first?.link.location,
        };
      }
    }
  },
};

function remedyFor(why: string, hypervisor: Hypervisor | undefined): string {
  if (hypervisor === undefined) return 'say which hypervisor the device runs on';
  if (why.endsWith('is stopped')) return 'add the link before the hypervisor stops';
  return 'move devices to another host, or remove links that are not needed';
}
