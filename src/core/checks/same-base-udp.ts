import { groupBy } from '../group-by.ts';
import type { Lab } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { locationsOf } from './locations-of.ts';
import { proposeBases } from './propose-bases.ts';
import { overlapGroups, type UsedRange } from './used-range.ts';

/** Hypervisors of one lab on one machine that start counting at the same port: the classic accident. */
export const sameBaseUdp: Check = {
  id: 'NIO001',
  slug: 'same-base-udp',
  severity: 'error',
  title: 'Hypervisors on one host have the same base UDP',
  *find(context) {
    const numbers = new Map(context.labs.map((lab, index) => [lab, index]));
    const groups = groupBy(
      context.ranges,
      (range) => `${numbers.get(range.lab)} ${range.machine} ${range.hypervisor.baseUdp}`,
    );
    for (const group of groups.values()) if (group.length > 1 && !wereMovedApart(group)) yield describe(context, group);
  },
};

function describe(context: CheckContext, group: readonly UsedRange[]): FindingDetails {
  const [first, ...others] = group as [UsedRange, ...UsedRange[]];
  const hypervisors = group.map((range) => range.hypervisor);
  const base = first.hypervisor.baseUdp;
  const overlaps = overlapGroups(group).length > 0;
  const names = listed(hypervisors.map((hypervisor) => hypervisor.name));
  const outcome = overlaps
    ? 'their link ends take the same ports'
    : 'they take the same ports as soon as both have a link';
  return {
    severity: context.collisionSeverity(hypervisors),
    message: `${names} count UDP ports from the same base ${base} on one host: ${outcome}`,
    evidence: {
      hypervisors: hypervisors.map((hypervisor) => hypervisor.name),
      ports: [String(base)],
      locations: locationsOf(...hypervisors),
    },
    consequences: overlaps ? consequencesFor(context, hypervisors) : [],
    remedy: proposeBases(context, others, group),
    location: (others[0] ?? first).hypervisor.location ?? locationOf(first.lab),
  };
}

/** True if each began at a port of its own, as Dynagen up to GNS3 0.8.3.1 sees to (docs/ALLOCATION.md). */
function wereMovedApart(group: readonly UsedRange[]): boolean {
  return group.every(({ given }) => given > 0) && new Set(group.map(({ first }) => first)).size === group.length;
}

function locationOf(lab: Lab): { file: string; line: number; column: number } {
  return { file: lab.file, line: 1, column: 1 };
}
