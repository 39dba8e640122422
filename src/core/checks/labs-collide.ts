import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import { overlapFinding } from './overlap-finding.ts';
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
      const names = listed(labs.map((lab) => lab.name));
      const movable = group.filter((range) => range.lab !== labs[0]);
      const finding = overlapFinding(context, `${names} take the same UDP ports when they run at once`, group, movable);
      yield { ...finding, labs: labs.map((lab) => lab.name) };
    }
  },
};
