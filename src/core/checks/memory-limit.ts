import { groupBy } from '../group-by.ts';
import { present } from '../present.ts';
import { someOf } from '../text/listed.ts';
import type { Check } from './check.ts';
import { locationsOf } from './locations-of.ts';
import { pasteHypervisor } from './paste.ts';

/** As many routers are named. */
const NAMED = 20;

/**
 * More router RAM on a hypervisor than its process can hold; routers whose RAM is not written are not
 * counted.
 */
export const memoryLimit: Check = {
  id: 'NIO060',
  slug: 'memory-limit',
  severity: 'warning',
  title: 'The routers of a hypervisor need more RAM than its limit',
  *find(context) {
    for (const { lab, placement } of context.allocations) {
      const routersOf = groupBy(
        [...placement].filter(([device, { memoryLimitMb }]) => device.kind === 'router' && memoryLimitMb !== undefined),
        ([, hypervisor]) => hypervisor,
      );
      for (const [hypervisor, placed] of routersOf) {
        const routers = placed.map(([device]) => device);
        const limit = hypervisor.memoryLimitMb ?? 0;
        const neededMb = routers.reduce((sum, device) => sum + (device.ramMb ?? 0), 0);
        if (neededMb <= limit) continue;
        const names = someOf(
          routers.map((device) => device.name),
          NAMED,
        );
        yield {
          message: `the routers of ${hypervisor.name} (${names}) need ${neededMb} MiB of RAM, and its limit is ${limit} MiB`,
          evidence: {
            hypervisors: [hypervisor.name],
            devices: routers.map((device) => device.name),
            locations: locationsOf(hypervisor),
          },
          remedy: present({
            text: 'move a router to another hypervisor, or raise the limit if the process is 64-bit',
            paste: lab.format === 'scenario' ? pasteHypervisor(lab, hypervisor, { memoryLimit: neededMb }) : undefined,
          }),
          location: hypervisor.location,
        };
      }
    }
  },
};
