import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import { proposeBases } from './propose-bases.ts';
import { listed } from './same-base-udp.ts';
import { overlapGroups } from './used-range.ts';

/** Labs that are fine alone and take each other's ports when they run at once on one host. */
export const labsCollide: Check = {
  id: 'NIO004',
  slug: 'labs-collide',
  severity: 'error',
  title: 'Labs that run at once take the same UDP ports of one host',
  *find(context) {
    if (context.labs.length < 2) return;
    for (const group of overlapGroups(context.ranges)) {
      const labs = [...new Set(group.map((range) => range.lab))];
      if (labs.length < 2) continue;
      const hypervisors = group.map((range) => range.hypervisor);
      const movable = group.filter((range) => range.lab !== labs[0]);
      yield {
        severity: context.collisionSeverity(hypervisors),
        message: `${listed(labs.map((lab) => lab.name))} take the same UDP ports when they run at once`,
        evidence: {
          hypervisors: hypervisors.map((hypervisor) => hypervisor.name),
          ports: group.map((range) => `${range.first}–${range.next - 1}`),
          locations: hypervisors.flatMap((hypervisor) => hypervisor.location ?? []),
        },
        consequences: consequencesFor(context, hypervisors),
        remedy: proposeBases(context, movable),
        location: movable[0]?.hypervisor.location,
      };
    }
  },
};
