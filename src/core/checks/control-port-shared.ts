import type { Hypervisor, Lab } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { controlPortsTaken } from './control-ports-taken.ts';
import { locationsOf } from './locations-of.ts';

/**
 * Two hypervisors of a machine cannot listen on one TCP port; two labs on one hypervisor reset each other.
 */
export const controlPortShared: Check = {
  id: 'NIO030',
  slug: 'control-port-shared',
  severity: 'error',
  title: 'Two hypervisors are recorded on one TCP port of one host',
  *find(context) {
    const taken = controlPortsTaken(context);
    const seen = new Map<string, { hypervisor: Hypervisor; lab: Lab }>();
    for (const { lab, hypervisors } of context.allocations) {
      for (const hypervisor of hypervisors) {
        const key = `${context.machineOf(hypervisor)} ${hypervisor.port}`;
        const first = seen.get(key);
        if (first === undefined) {
          seen.set(key, { hypervisor, lab });
          continue;
        }
        const free = taken.takeNext(context.machineOf(hypervisor), hypervisor.port + 1);
        const acrossLabs = first.lab !== lab;
        // A GNS3 server runs several projects at once; that is what it is for.
        if (first.hypervisor.kind === 'gns3' && hypervisor.kind === 'gns3') continue;
        yield {
          message: acrossLabs
            ? `${first.lab.name} and ${lab.name} both use the hypervisor ${hypervisor.name}: loading one lab resets the other`
            : `${first.hypervisor.name} and ${hypervisor.name} have the same TCP port ${hypervisor.port} on one host: only one of them can start`,
          evidence: {
            hypervisors: [first.hypervisor.name, hypervisor.name],
            ports: [String(hypervisor.port)],
            locations: locationsOf(first.hypervisor, hypervisor),
          },
          remedy: {
            text: `start one of them on another TCP port${free === undefined ? '' : `, such as ${free}`}, and write that port in the lab`,
          },
          location: hypervisor.location,
          labs: acrossLabs ? [first.lab.name, lab.name] : undefined,
        };
      }
    }
  },
};
